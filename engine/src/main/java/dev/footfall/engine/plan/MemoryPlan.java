package dev.footfall.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every buffer of a network lies in one array.
 *
 * <p>A network runs step after step, so the life of a buffer is a range of steps, from the first
 * that writes it to the last that reads it, both included. Buffers whose lives do not meet may
 * share memory.
 *
 * <ol>
 *   <li>State that outlives a sample comes first, one buffer after the other: its life is all
 *       steps.
 *   <li>The others are placed one by one, the largest first (among equals the earliest): at the
 *       lowest address behind the state where no buffer lies that lives at the same time.
 *   <li>No placement can be smaller than the <em>lower bound</em>, the state and the largest sum of
 *       sizes that live at the same step. If step 2 is above it, the buffer that reached the top
 *       moves to the front of the order, and step 2 is done again, up to {@value #TRIES} times; the
 *       best placement is kept. (Large buffers first leave few gaps, but are blind to neighbours:
 *       sizes 10, 5, 8, 9 that live in turn, each meeting the one before, take 22 where 17 is
 *       enough.)
 * </ol>
 *
 * <p>Sizes and addresses count elements of the array, whatever its type. Cost: some n<sup>2</sup>
 * for n buffers and each try; once for each kernel.
 */
public final class MemoryPlan {
  /** The most elements of a plan, 64 MB of floats. */
  public static final int MOST_ELEMENTS = 1 << 24;

  private static final int TRIES = 64;

  /**
   * What is to be placed.
   *
   * @param name unique in a plan
   * @param size in elements
   * @param first step that writes it
   * @param last step that reads it; {@code first} or later
   * @param persistent whether it keeps its contents from sample to sample
   */
  public record Buffer(String name, int size, int first, int last, boolean persistent) {
    private boolean meets(Buffer other) {
      return first <= other.last && other.first <= last;
    }
  }

  private record Placement(Map<Buffer, Integer> addresses, int end, Buffer top) {}

  private final List<Buffer> buffers;
  private final Map<String, Integer> addresses;
  private final int stateElements;
  private final int elements;
  private final int lowerBound;

  private MemoryPlan(
      List<Buffer> buffers, Map<Buffer, Integer> addresses, int state, int elements, int bound) {
    this.buffers = buffers;
    this.addresses = new LinkedHashMap<>();
    addresses.forEach((buffer, address) -> this.addresses.put(buffer.name(), address));
    this.stateElements = state;
    this.elements = elements;
    this.lowerBound = bound;
  }

  /** The memory of a plan that runs sample by sample. */
  public static MemoryPlan streaming(Plan plan) {
    return place(PlanBuffers.streaming(plan, 1).buffers());
  }

  /** The memory of a plan that runs step after step over a window of so many samples. */
  public static MemoryPlan window(Plan plan, int samples) {
    return place(PlanBuffers.window(plan, samples, 1).buffers());
  }

  /**
   * Places buffers.
   *
   * @throws IllegalArgumentException if a size is not positive, a name is there twice, a life ends
   *     before it begins, or more than {@value #MOST_ELEMENTS} elements are live at once
   */
  public static MemoryPlan place(List<Buffer> buffers) {
    Map<Buffer, Integer> addresses = new LinkedHashMap<>();
    long state = 0;
    for (Buffer buffer : buffers) {
      if (buffer.size() < 1 || buffer.first() < 0 || buffer.last() < buffer.first()) {
        throw new IllegalArgumentException("memory plan: " + buffer + " has no size or no life");
      }
      if (buffer.persistent()) {
        addresses.put(buffer, (int) Math.min(state, Integer.MAX_VALUE));
        state += buffer.size();
      }
    }
    List<Buffer> order =
        new ArrayList<>(buffers.stream().filter(buffer -> !buffer.persistent()).toList());
    order.sort(Comparator.comparingInt(Buffer::size).reversed().thenComparing(Buffer::first));
    long bound = state + largestLiveSet(order);
    if (bound > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "memory plan: %s elements are live at once, more than %s"
              .formatted(bound, MOST_ELEMENTS));
    }
    Placement best = firstFit(order, (int) state);
    for (int i = 0; i < TRIES && best.end() > bound; i++) {
      Placement next = firstFit(order, (int) state);
      order.remove(next.top());
      order.addFirst(next.top());
      best = next.end() < best.end() ? next : best;
    }
    addresses.putAll(best.addresses());
    MemoryPlan plan =
        new MemoryPlan(List.copyOf(buffers), addresses, (int) state, best.end(), (int) bound);
    if (plan.addresses.size() != buffers.size()) {
      throw new IllegalArgumentException("memory plan: two buffers have one name");
    }
    return plan;
  }

  private static long largestLiveSet(List<Buffer> buffers) {
    long largest = 0;
    // A live set grows only where a life begins.
    for (Buffer begins : buffers) {
      long live = 0;
      for (Buffer buffer : buffers) {
        if (buffer.first() <= begins.first() && begins.first() <= buffer.last()) {
          live += buffer.size();
        }
      }
      largest = Math.max(largest, live);
    }
    return largest;
  }

  private static Placement firstFit(List<Buffer> order, int floor) {
    Map<Buffer, Integer> placed = new LinkedHashMap<>();
    List<Map.Entry<Buffer, Integer>> byAddress = new ArrayList<>();
    int end = floor;
    Buffer top = null;
    for (Buffer buffer : order) {
      int address = floor;
      for (Map.Entry<Buffer, Integer> other : byAddress) {
        if (other.getKey().meets(buffer)) {
          if (other.getValue() - address >= buffer.size()) {
            break;
          }
          address = Math.max(address, other.getValue() + other.getKey().size());
        }
      }
      placed.put(buffer, address);
      byAddress.add(Map.entry(buffer, address));
      byAddress.sort(Map.Entry.comparingByValue());
      if (address + buffer.size() > end) {
        end = address + buffer.size();
        top = buffer;
      }
    }
    return new Placement(placed, end, top);
  }

  /** The buffers as they were given. */
  public List<Buffer> buffers() {
    return buffers;
  }

  /** Address of a buffer's first element. */
  public int address(String name) {
    Integer address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException("memory plan: there is no buffer \"" + name + "\"");
    }
    return address;
  }

  /** Length of the array. */
  public int elements() {
    return elements;
  }

  /** Elements at its beginning that keep their contents from sample to sample. */
  public int stateElements() {
    return stateElements;
  }

  /** The fewest elements that any placement needs: the state and the largest live set. */
  public int lowerBound() {
    return lowerBound;
  }

  /** The map: a line for each buffer by address, with size and life, and the total. */
  @Override
  public String toString() {
    int width = buffers.stream().mapToInt(buffer -> buffer.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    buffers.stream()
        .sorted(Comparator.comparing((Buffer buffer) -> address(buffer.name())))
        .forEach(
            buffer ->
                text.append(
                    ("%7d  %-" + Math.max(1, width) + "s  %6d  %s\n")
                        .formatted(
                            address(buffer.name()),
                            buffer.name(),
                            buffer.size(),
                            buffer.persistent()
                                ? "state"
                                : "steps " + buffer.first() + " to " + buffer.last())));
    return text.append(
            "%7d  elements, %d of them state; no placement needs fewer than %d\n"
                .formatted(elements, stateElements, lowerBound))
        .toString();
  }
}
