package dev.footfall.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private final Scratch scratch = new Scratch();

  @Test
  void arraysAreLongEnoughAndDistinct() {
    float[] first = scratch.takeFloats(10);
    float[] second = scratch.takeFloats(20);
    assertTrue(first.length >= 10);
    assertTrue(second.length >= 20);
    assertNotSame(first, second);
    assertEquals(2, scratch.mark());
  }

  @Test
  void aSecondPassGetsTheSameArrays() {
    List<Object> first = pass();
    List<Object> second = pass();
    for (int i = 0; i < first.size(); i++) {
      assertSame(first.get(i), second.get(i));
    }
  }

  @Test
  void aShorterRequestGetsTheSameArray() {
    float[] array = scratch.takeFloats(100);
    scratch.release(0);
    assertSame(array, scratch.takeFloats(1));
  }

  @Test
  void aLongerRequestGrowsItsSlotAlone() {
    float[] below = scratch.takeFloats(10);
    int mark = scratch.mark();
    scratch.takeFloats(10);
    scratch.release(mark);
    float[] grown = scratch.takeFloats(1000);
    assertTrue(grown.length >= 1000);
    scratch.release(0);
    assertSame(below, scratch.takeFloats(10));
    assertSame(grown, scratch.takeFloats(1000));
  }

  @Test
  void whatLiesBelowAMarkStays() {
    float[] kept = scratch.takeFloats(1);
    kept[0] = 7;
    int mark = scratch.mark();
    scratch.takeFloats(1)[0] = 8;
    scratch.release(mark);
    assertNotSame(kept, scratch.takeFloats(1));
    assertEquals(7, kept[0]);
  }

  @Test
  void contentsAreWhateverTheLastUserLeft() {
    scratch.takeFloats(1)[0] = Float.NaN;
    scratch.release(0);
    assertTrue(Float.isNaN(scratch.takeFloats(1)[0]));
  }

  @Test
  void floatsAndDoublesShareTheStackButNotTheArrays() {
    float[] floats = scratch.takeFloats(5);
    double[] doubles = scratch.takeDoubles(5);
    assertEquals(2, scratch.mark());
    scratch.release(0);
    scratch.takeDoubles(5);
    scratch.takeFloats(5);
    scratch.release(0);
    assertSame(floats, scratch.takeFloats(5));
    assertSame(doubles, scratch.takeDoubles(5));
  }

  @Test
  void theStackGrowsWithoutLosingItsArrays() {
    List<float[]> arrays = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      arrays.add(scratch.takeFloats(i));
    }
    assertEquals(100, scratch.mark());
    scratch.release(0);
    for (int i = 0; i < 100; i++) {
      assertSame(arrays.get(i), scratch.takeFloats(i));
    }
  }

  @Test
  void eachThreadHasItsOwn() throws InterruptedException {
    assertSame(Scratch.ofThread(), Scratch.ofThread());
    Scratch[] other = new Scratch[1];
    Thread thread = new Thread(() -> other[0] = Scratch.ofThread());
    thread.start();
    thread.join();
    assertNotSame(Scratch.ofThread(), other[0]);
  }

  @Test
  void rejectsAMarkAboveTheHeight() {
    scratch.takeFloats(1);
    assertEquals(
        "scratch: mark 2 released at height 1",
        assertThrows(IllegalArgumentException.class, () -> scratch.release(2)).getMessage());
    assertEquals(
        "scratch: mark -1 released at height 1",
        assertThrows(IllegalArgumentException.class, () -> scratch.release(-1)).getMessage());
  }

  @Test
  void rejectsANegativeLength() {
    String message = "scratch: the length must not be negative (-1); the sizes overflow an int";
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> scratch.takeFloats(-1)).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> scratch.takeDoubles(-1)).getMessage());
    assertEquals(0, scratch.mark());
  }

  /** A nested computation: two arrays, and twice one above them. */
  private List<Object> pass() {
    int mark = scratch.mark();
    List<Object> taken = new ArrayList<>();
    taken.add(scratch.takeFloats(100));
    taken.add(scratch.takeDoubles(200));
    for (int i = 0; i < 2; i++) {
      int inner = scratch.mark();
      taken.add(scratch.takeFloats(300));
      scratch.release(inner);
    }
    scratch.release(mark);
    return taken;
  }
}
