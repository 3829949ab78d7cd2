package dev.footfall.engine.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The one place that starts threads: a fixed pool that runs the tasks 0 to n - 1 of a loop.
 *
 * <p>The calling thread takes part, so {@code of(1)} starts nothing. Which thread runs which task
 * is left to chance; a caller whose tasks write disjoint elements, each with its own order of
 * summation, gets the same bits for any number of threads. A loop inside a task runs on that task's
 * thread: there is no nested parallelism. With one thread, tasks run in ascending order.
 */
public final class Workers implements AutoCloseable {
  private static final long SPIN_NANOS = 50_000;
  private static final ThreadLocal<Boolean> INSIDE_TASK = ThreadLocal.withInitial(() -> false);

  private final int threads;
  private final ExecutorService helpers;

  private Workers(int threads) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.helpers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                task -> {
                  Thread thread = new Thread(task, "footfall-" + number.incrementAndGet());
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /**
   * A pool in which {@code threads} threads work, the caller's among them.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("workers: at least 1 thread is needed (" + threads + ")");
    }
    return new Workers(threads);
  }

  /** Number of threads, the caller's included. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code body} once for each of 0 to {@code tasks - 1} and returns when all are done. The
   * writes of every task are visible to the caller afterwards. When a task throws, those not yet
   * begun are left out.
   *
   * @throws RuntimeException the first exception or error that a task threw, after all tasks
   *     stopped
   * @throws IllegalStateException if the pool was closed and its threads are needed
   */
  public void forEach(int tasks, IntConsumer body) {
    if (helpers == null || tasks <= 1 || INSIDE_TASK.get()) {
      for (int task = 0; task < tasks; task++) {
        body.accept(task);
      }
      return;
    }
    if (helpers.isShutdown()) {
      throw new IllegalStateException("workers: closed, but asked to run " + tasks + " tasks");
    }
    Loop loop = new Loop(tasks, body, Math.min(threads, tasks) - 1);
    for (int i = 0; i < loop.helping; i++) {
      helpers.execute(loop::help);
    }
    loop.drain();
    loop.await();
  }

  /** Ends the threads of the pool. A loop must not be running. */
  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }

  /** One parallel loop: threads claim task numbers from a counter until none is left. */
  private static final class Loop {
    final int tasks;
    final IntConsumer body;
    final int helping;
    final AtomicInteger next = new AtomicInteger();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final CountDownLatch done;

    Loop(int tasks, IntConsumer body, int helping) {
      this.tasks = tasks;
      this.body = body;
      this.helping = helping;
      this.done = new CountDownLatch(helping);
    }

    void help() {
      try {
        drain();
      } finally {
        done.countDown();
      }
    }

    void drain() {
      INSIDE_TASK.set(true);
      try {
        for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
          body.accept(task);
        }
      } catch (Throwable e) {
        // Later tasks are skipped; the caller rethrows once every thread has left the loop.
        failure.compareAndSet(null, e);
        next.set(tasks);
      } finally {
        INSIDE_TASK.set(false);
      }
    }

    void await() {
      // A short spin first: most loops end within microseconds of each other, and parking costs
      // more than that.
      long spinUntil = System.nanoTime() + SPIN_NANOS;
      while (done.getCount() > 0 && System.nanoTime() < spinUntil) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown != null) {
        throw new IllegalStateException("workers: a task threw a checked exception", thrown);
      }
    }
  }
}
