package dev.footfall.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void knowsItsExtents() {
    Shape shape = Shape.of(32, 6, 100);
    assertEquals(3, shape.rank());
    assertEquals(32, shape.extent(0));
    assertEquals(6, shape.extent(1));
    assertEquals(100, shape.extent(2));
    assertEquals(19_200, shape.elements());
    assertEquals("[32, 6, 100]", shape.toString());
  }

  @Test
  void ofNoExtentsIsAScalar() {
    Shape scalar = Shape.of();
    assertEquals(0, scalar.rank());
    assertEquals(1, scalar.elements());
    assertEquals("[]", scalar.toString());
  }

  @Test
  void mayBeEmpty() {
    assertEquals(0, Shape.of(0).elements());
    assertEquals(0, Shape.of(3, 0, 5).elements());
  }

  @Test
  void isImmutable() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 9;
    shape.toArray()[1] = 9;
    assertArrayEquals(new int[] {2, 3}, shape.toArray());
  }

  @Test
  void isEqualByExtents() {
    assertEquals(Shape.of(2, 3), Shape.of(2, 3));
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertNotEquals(Shape.of(6), Shape.of(2, 3));
    assertNotEquals(Shape.of(2, 3), "[2, 3]");
  }

  @Test
  void holdsAsManyElementsAsAnArray() {
    assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE, 1).elements());
  }

  @Test
  void rejectsNegativeExtents() {
    assertRejected("shape: extents must not be negative ([2, -1])", 2, -1);
    assertRejected(
        "shape: extents must not be negative ([100000, 100000, -1])", 100_000, 100_000, -1);
    assertRejected("shape: extents must not be negative ([0, -1])", 0, -1);
  }

  @Test
  void rejectsMoreElementsThanAnArrayHolds() {
    assertRejected("shape: more than 2^31 - 1 elements ([65536, 32768])", 65_536, 32_768);
    // A product that would wrap to 0 in 64 bits.
    assertRejected(
        "shape: more than 2^31 - 1 elements ([65536, 65536, 65536, 65536])",
        65_536,
        65_536,
        65_536,
        65_536);
  }

  private static void assertRejected(String message, int... extents) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Shape.of(extents)).getMessage());
  }
}
