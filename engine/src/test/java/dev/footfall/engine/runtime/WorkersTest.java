package dev.footfall.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every test has a limit far beyond what it needs, and a thread of its own, because a deadlocked
 * loop does not heed an interrupt.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyTaskRunsExactlyOnce(int threads) {
    try (Workers workers = Workers.of(threads)) {
      assertEquals(threads, workers.threads());
      for (int tasks : new int[] {0, 1, 2, 3, 4, 5, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        workers.forEach(tasks, runs::incrementAndGet);
        for (int task = 0; task < tasks; task++) {
          assertEquals(1, runs.get(task), "task " + task + " of " + tasks);
        }
      }
    }
  }

  @Test
  void severalThreadsWorkAtTheSameTime() {
    try (Workers workers = Workers.of(3)) {
      assertThreadsMeet(workers, 3);
    }
  }

  @Test
  void writesOfTasksAreVisibleAfterTheLoop() {
    try (Workers workers = Workers.of(4)) {
      int[] plain = new int[64];
      for (int round = 1; round <= 2000; round++) {
        int value = round;
        workers.forEach(plain.length, task -> plain[task] += value);
      }
      int[] expected = new int[plain.length];
      Arrays.fill(expected, 2000 * 2001 / 2);
      assertEquals(Arrays.toString(expected), Arrays.toString(plain));
    }
  }

  @Test
  void oneThreadStartsNone() {
    Set<Thread> before = poolThreads();
    try (Workers workers = Workers.of(1)) {
      // Threads of other pools may end meanwhile.
      workers.forEach(100, task -> assertTrue(before.containsAll(poolThreads())));
    }
  }

  @Test
  void oneThreadRunsTasksInOrderOnTheCaller() {
    StringBuilder order = new StringBuilder();
    Thread caller = Thread.currentThread();
    Workers.of(1)
        .forEach(
            5,
            task -> {
              assertSame(caller, Thread.currentThread());
              order.append(task);
            });
    assertEquals("01234", order.toString());
  }

  @Test
  void threadsAreDaemonsThatEndWithThePool() throws InterruptedException {
    Set<Thread> before = poolThreads();
    Workers workers = Workers.of(3);
    assertThreadsMeet(workers, 3);
    Set<Thread> started = poolThreads();
    started.removeAll(before);
    assertEquals(2, started.size());
    workers.close();
    for (Thread thread : started) {
      assertTrue(thread.isDaemon());
      thread.join(30_000);
      assertFalse(thread.isAlive());
    }
  }

  @Test
  void aClosedPoolRefusesLoopsThatNeedItsThreads() {
    Workers workers = Workers.of(2);
    workers.close();
    workers.close();
    AtomicInteger runs = new AtomicInteger();
    assertEquals(
        "workers: closed, but asked to run 5 tasks",
        assertThrows(
                IllegalStateException.class,
                () -> workers.forEach(5, task -> runs.incrementAndGet()))
            .getMessage());
    assertEquals(0, runs.get());
    workers.forEach(1, task -> runs.incrementAndGet());
    assertEquals(1, runs.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theExceptionOfATaskReachesTheCallerAndLaterLoopsWork(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int failing : new int[] {0, 7, 99}) {
        RuntimeException thrown = new IllegalStateException("task " + failing);
        assertSame(
            thrown,
            assertThrows(
                IllegalStateException.class,
                () ->
                    workers.forEach(
                        100,
                        task -> {
                          if (task == failing) {
                            throw thrown;
                          }
                        })));
        AtomicInteger runs = new AtomicInteger();
        workers.forEach(100, task -> runs.incrementAndGet());
        assertEquals(100, runs.get());
      }
      assertThreadsMeet(workers, threads);
    }
  }

  @Test
  void anErrorReachesTheCaller() {
    try (Workers workers = Workers.of(2)) {
      Error thrown = new AssertionError("broken");
      assertSame(
          thrown,
          assertThrows(
              AssertionError.class,
              () ->
                  workers.forEach(
                      2,
                      task -> {
                        throw thrown;
                      })));
    }
  }

  @Test
  void theExceptionOfAHelperReachesTheCallerWhenAllHaveStopped() {
    try (Workers workers = Workers.of(2)) {
      Thread caller = Thread.currentThread();
      CountDownLatch both = new CountDownLatch(2);
      CountDownLatch failed = new CountDownLatch(1);
      AtomicInteger afterFailure = new AtomicInteger();
      IntConsumer body =
          task -> {
            both.countDown();
            await(both);
            if (Thread.currentThread() != caller) {
              failed.countDown();
              throw new IllegalStateException("helper");
            }
            await(failed);
            afterFailure.incrementAndGet();
          };
      assertEquals(
          "helper",
          assertThrows(IllegalStateException.class, () -> workers.forEach(2, body)).getMessage());
      assertEquals(1, afterFailure.get());
    }
  }

  @Test
  void nestedLoopsRunOnTheThreadOfTheirTask() {
    try (Workers workers = Workers.of(3);
        Workers others = Workers.of(3)) {
      AtomicInteger runs = new AtomicInteger();
      workers.forEach(
          20,
          outer -> {
            Thread thread = Thread.currentThread();
            for (Workers inner : new Workers[] {workers, others}) {
              inner.forEach(
                  20,
                  task -> {
                    assertSame(thread, Thread.currentThread());
                    runs.incrementAndGet();
                  });
            }
          });
      assertEquals(800, runs.get());
      assertThreadsMeet(workers, 3);
    }
  }

  @Test
  void aNestedLoopThatThrowsLeavesItsTaskNested() {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      workers.forEach(
          4,
          outer -> {
            Thread thread = Thread.currentThread();
            assertThrows(
                IllegalStateException.class,
                () ->
                    workers.forEach(
                        2,
                        task -> {
                          throw new IllegalStateException();
                        }));
            workers.forEach(
                2,
                task -> {
                  assertSame(thread, Thread.currentThread());
                  runs.incrementAndGet();
                });
          });
      assertEquals(8, runs.get());
    }
  }

  @Test
  void severalCallersMayShareAPool() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger sum = new AtomicInteger();
      Thread[] callers = new Thread[3];
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            new Thread(
                () -> {
                  for (int round = 0; round < 200; round++) {
                    workers.forEach(10, sum::addAndGet);
                  }
                });
        callers[i].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(3 * 200 * 45, sum.get());
    }
  }

  @Test
  void anInterruptedCallerFinishesTheLoopAndStaysInterrupted() {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger runs = new AtomicInteger();
      Thread.currentThread().interrupt();
      workers.forEach(1000, task -> runs.incrementAndGet());
      assertTrue(Thread.interrupted());
      assertEquals(1000, runs.get());
    }
  }

  @Test
  void rejectsAPoolOfNoThreads() {
    assertEquals(
        "workers: at least 1 thread is needed (0)",
        assertThrows(IllegalArgumentException.class, () -> Workers.of(0)).getMessage());
  }

  /** As many tasks as threads, each of which waits until all the others run too. */
  private static void assertThreadsMeet(Workers workers, int threads) {
    CountDownLatch all = new CountDownLatch(threads);
    Set<Thread> met = ConcurrentHashMap.newKeySet();
    workers.forEach(
        threads,
        task -> {
          met.add(Thread.currentThread());
          all.countDown();
          await(all);
        });
    assertEquals(threads, met.size());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Thread> poolThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("footfall-"))
        .collect(Collectors.toSet());
  }
}
