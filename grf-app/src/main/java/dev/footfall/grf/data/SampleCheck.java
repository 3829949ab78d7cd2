package dev.footfall.grf.data;

import java.util.Arrays;
import java.util.List;

/**
 * Looks for problems in the samples of a stream as they pass, in memory that does not grow with
 * them.
 *
 * <ul>
 *   <li>A gap is a step in time beyond 1.5 times the usual one.
 *   <li>A channel is saturated where it stays at the highest value of its sort in the file (cells;
 *       each force by itself) for {@value #PLATEAU_S} s and at least 3 samples, more than once.
 *   <li>A cell is dead if it answers 0 throughout, or 0 from some window on although it answered a
 *       fifth of the highest value before; stuck if it answers another value unchanged for two
 *       windows of {@value #WINDOW_S} s in a row, in which the load of its foot changes by a
 *       quarter of the highest.
 *   <li>Units are doubted where the highest force, pressure or the step in time is a power of ten
 *       away from what walking people do.
 * </ul>
 */
final class SampleCheck {
  static final double GAP = 1.5;
  private static final double PLATEAU_S = 0.02;
  private static final double WINDOW_S = 2;
  private static final double RATE_TOLERANCE = 0.02;

  /** A foot in stance carries more, whoever walks; below it, no stance is found either. */
  private static final double LEAST_PEAK_N = 20;

  private static final double MOST_PEAK_N = 8000;
  private static final double LEAST_PEAK_KPA = 5;
  private static final double MOST_PEAK_KPA = 3000;
  private static final int WINDOWS_TO_STICK = 2;
  private static final int WINDOWS_TO_DIE = 5;
  private static final double ONCE_ALIVE = 0.2;
  private static final double LOAD_CHANGE = 0.25;

  private final Problems problems;
  private final String file;
  private final List<Channel> channels;
  private final double stepS;
  private final double nominalRateHz;
  private final Cell[] cells;
  private final int windowLength;
  private final int plateauLength;
  private final double[] footLeast = new double[Foot.values().length];
  private final double[] footMost = new double[Foot.values().length];
  private final double[] footHighest = new double[Foot.values().length];

  private long samples;
  private int inWindow;
  private long windowLine;
  private double firstTimeS = Double.NaN;
  private double timeS = Double.NaN;
  private boolean broken;
  private double usualSteps;
  private double usualStepsS;

  /** What is known of a channel. */
  private static final class Cell {
    private int foot = -1;
    private boolean insole;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private int run;
    private int longestRun;
    private int plateaus;
    private long plateauLine;
    private double windowLeast;
    private double windowMost;
    private int stuckWindows;
    private long stuckLine;
    private long stuckFrom;
    private double stuckAt;
    private int zeroWindows;
    private long zeroFrom;
  }

  /**
   * A check of one stream.
   *
   * @param usualStepS the step in time that is usual in the file
   * @param nominalRateHz the rate that is stated, or NaN
   */
  SampleCheck(
      Problems problems,
      String file,
      List<Channel> channels,
      double usualStepS,
      double nominalRateHz) {
    this.problems = problems;
    this.file = file;
    this.channels = channels;
    this.stepS = usualStepS;
    this.nominalRateHz = nominalRateHz;
    this.windowLength = (int) Math.clamp(Math.rint(WINDOW_S / usualStepS), 1, 1 << 20);
    this.plateauLength = (int) Math.clamp(Math.ceil(PLATEAU_S / usualStepS - 1e-6), 3, 1 << 20);
    this.cells = new Cell[channels.size()];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = new Cell();
      String name = channels.get(c).name();
      cells[c].insole = name.startsWith("insole_");
      for (Foot foot : Foot.values()) {
        if (cells[c].insole && name.contains(foot.word())) {
          cells[c].foot = foot.ordinal();
        }
      }
    }
    startWindow();
  }

  /** A row that was no sample: the step in time across it says nothing. */
  void skip() {
    broken = true;
  }

  /**
   * Looks at the next sample.
   *
   * @param row values in the order of the channels, NaN where there is none
   */
  void sample(long line, double nextS, float[] row) {
    time(line, nextS);
    samples++;
    double[] load = new double[footMost.length];
    for (int c = 0; c < cells.length; c++) {
      Cell cell = cells[c];
      float value = row[c];
      if (Float.isNaN(value)) {
        continue;
      }
      if (cell.foot >= 0) {
        load[cell.foot] += value;
      }
      cell.least = Math.min(cell.least, value);
      if (value > cell.most) {
        cell.most = value;
        cell.run = 1;
        cell.longestRun = 1;
        cell.plateaus = 0;
      } else if (value == cell.most) {
        cell.run++;
        cell.longestRun = Math.max(cell.longestRun, cell.run);
        if (cell.run == plateauLength) {
          cell.plateauLine = cell.plateaus == 0 ? line : cell.plateauLine;
          cell.plateaus++;
        }
      } else {
        cell.run = 0;
      }
      cell.windowLeast = Math.min(cell.windowLeast, value);
      cell.windowMost = Math.max(cell.windowMost, value);
    }
    for (int foot = 0; foot < load.length; foot++) {
      footLeast[foot] = Math.min(footLeast[foot], load[foot]);
      footMost[foot] = Math.max(footMost[foot], load[foot]);
    }
    if (inWindow == 0) {
      windowLine = line;
    }
    if (++inWindow == windowLength) {
      endWindow();
    }
  }

  private void time(long line, double nextS) {
    if (Double.isNaN(firstTimeS)) {
      firstTimeS = nextS;
    } else {
      double step = nextS - timeS;
      if (step <= 0) {
        problems.add(
            Problem.Kind.TIME, file, line, "time", RecordingReader.notIncreasing(nextS, timeS));
      } else if (!broken && step > GAP * stepS) {
        problems.add(
            Problem.Kind.GAP,
            file,
            line,
            "time",
            "a gap of "
                + RecordingReader.micro(step)
                + " s where the usual step is "
                + RecordingReader.micro(stepS)
                + " s");
      } else if (!broken) {
        usualSteps++;
        usualStepsS += step;
      }
    }
    // The step after one that goes back says nothing either.
    broken = nextS <= timeS;
    timeS = nextS;
  }

  private void startWindow() {
    inWindow = 0;
    Arrays.fill(footLeast, Double.POSITIVE_INFINITY);
    Arrays.fill(footMost, Double.NEGATIVE_INFINITY);
    for (Cell cell : cells) {
      cell.windowLeast = Double.POSITIVE_INFINITY;
      cell.windowMost = Double.NEGATIVE_INFINITY;
    }
  }

  private void endWindow() {
    for (int foot = 0; foot < footMost.length; foot++) {
      footHighest[foot] = Math.max(footHighest[foot], footMost[foot]);
    }
    for (Cell cell : cells) {
      if (cell.foot < 0) {
        continue;
      }
      boolean loaded =
          footMost[cell.foot] - footLeast[cell.foot] > LOAD_CHANGE * footHighest[cell.foot];
      boolean still = cell.windowLeast == cell.windowMost;
      if (!loaded) {
        continue;
      }
      if (still && cell.windowMost == 0) {
        cell.zeroFrom = cell.zeroWindows == 0 ? windowLine : cell.zeroFrom;
        cell.zeroWindows++;
      } else {
        cell.zeroWindows = 0;
      }
      if (still && cell.windowMost != 0) {
        cell.stuckFrom = cell.stuckWindows == 0 ? windowLine : cell.stuckFrom;
        if (++cell.stuckWindows == WINDOWS_TO_STICK && cell.stuckLine == 0) {
          cell.stuckLine = cell.stuckFrom;
          cell.stuckAt = cell.windowMost;
        }
      } else {
        cell.stuckWindows = 0;
      }
    }
    startWindow();
  }

  /** Tells what only the whole stream shows. */
  void end() {
    if (samples < 2) {
      problems.add(
          Problem.Kind.FILE, file, 0, null, samples == 0 ? "no samples" : "a single sample");
      return;
    }
    rate();
    double highestCell = 0;
    for (Cell cell : cells) {
      highestCell = cell.insole ? Math.max(highestCell, cell.most) : highestCell;
    }
    long atTop = 0;
    for (Cell cell : cells) {
      atTop +=
          cell.insole && cell.most == highestCell && cell.least < cell.most ? cell.plateaus : 0;
    }
    for (int c = 0; c < cells.length; c++) {
      Cell cell = cells[c];
      if (cell.insole) {
        insole(c, highestCell);
        saturation(c, cell.most == highestCell && atTop > 1);
      } else {
        force(c);
        saturation(c, cell.plateaus > 1);
      }
    }
    pressure(highestCell);
  }

  private void rate() {
    double meanS = usualStepsS / usualSteps;
    if (usualSteps == 0) {
      return;
    }
    double ratio = meanS * nominalRateHz;
    if (Math.abs(ratio - 1) > RATE_TOLERANCE) {
      boolean thousand = Math.abs(ratio / 1000 - 1) < 0.5 || Math.abs(ratio * 1000 - 1) < 0.5;
      problems.add(
          thousand ? Problem.Kind.UNIT : Problem.Kind.RATE,
          file,
          0,
          "time",
          "the usual step is "
              + RecordingReader.micro(meanS)
              + " s but the rate is "
              + Decimals.text(nominalRateHz)
              + " Hz"
              + (thousand ? "; is the time in another unit?" : ""));
    } else if (Double.isNaN(nominalRateHz) && (meanS > 0.5 || meanS < 2e-5)) {
      problems.add(
          Problem.Kind.UNIT,
          file,
          0,
          "time",
          "the usual step is " + Decimals.text(meanS) + " s; is the time in another unit?");
    }
  }

  private void insole(int c, double highest) {
    Cell cell = cells[c];
    String name = channels.get(c).name();
    if (cell.least == 0 && cell.most == 0) {
      problems.add(Problem.Kind.DEAD, file, 0, name, "0 throughout; dead or never loaded");
    } else if (cell.zeroWindows >= WINDOWS_TO_DIE && cell.most > ONCE_ALIVE * highest) {
      problems.add(
          Problem.Kind.DEAD, file, cell.zeroFrom, name, "0 from here on; did the cell die?");
    } else if (cell.stuckLine != 0) {
      problems.add(
          Problem.Kind.STUCK,
          file,
          cell.stuckLine,
          name,
          "stays at "
              + Decimals.text((float) cell.stuckAt)
              + " while the load of the foot changes; stuck");
    } else if (cell.most == Double.NEGATIVE_INFINITY) {
      problems.add(Problem.Kind.DEAD, file, 0, name, "no value throughout");
    }
  }

  private void saturation(int c, boolean atTop) {
    Cell cell = cells[c];
    if (atTop && cell.plateaus > 0 && cell.least < cell.most && cell.stuckLine == 0) {
      problems.add(
          Problem.Kind.SATURATED,
          file,
          cell.plateauLine,
          channels.get(c).name(),
          "stays at its highest value, "
              + Decimals.text((float) cell.most)
              + " "
              + channels.get(c).unit()
              + ", for "
              + cell.longestRun
              + " samples; saturated");
    }
  }

  private void force(int c) {
    Cell cell = cells[c];
    String name = channels.get(c).name();
    boolean vertical = name.equals(Foot.LEFT.grf()) || name.equals(Foot.RIGHT.grf());
    if (!vertical) {
      return;
    }
    if (cell.least < -LEAST_PEAK_N && -cell.least > cell.most) {
      problems.add(
          Problem.Kind.UNIT,
          file,
          0,
          name,
          "the force is down to "
              + Decimals.text((float) cell.least)
              + " N and never above "
              + Decimals.text((float) cell.most)
              + " N; is its sign reversed?");
    } else if (cell.most < LEAST_PEAK_N) {
      problems.add(
          Problem.Kind.UNIT,
          file,
          0,
          name,
          "the force never exceeds "
              + Decimals.text((float) cell.most)
              + " N; is it in kN or body weights, or is the plate off?");
    } else if (cell.most > MOST_PEAK_N) {
      problems.add(
          Problem.Kind.UNIT,
          file,
          0,
          name,
          "the force reaches " + Decimals.text((float) cell.most) + " N; is it in another unit?");
    }
  }

  private void pressure(double highestKPa) {
    boolean any = channels.stream().anyMatch(channel -> channel.unit() == Unit.KILOPASCAL);
    if (any && (highestKPa < LEAST_PEAK_KPA || highestKPa > MOST_PEAK_KPA)) {
      problems.add(
          Problem.Kind.UNIT,
          file,
          0,
          null,
          "the highest pressure is "
              + Decimals.text((float) highestKPa)
              + " kPa; is it in another unit?");
    }
  }

  /** Seconds from the first sample to the last. */
  double durationS() {
    return timeS - firstTimeS;
  }

  /** Number of samples. */
  long samples() {
    return samples;
  }

  /** The highest value of any vertical force, or NaN. */
  double highestForceN() {
    double highest = Double.NaN;
    for (int c = 0; c < cells.length; c++) {
      String name = channels.get(c).name();
      if (name.equals(Foot.LEFT.grf()) || name.equals(Foot.RIGHT.grf())) {
        highest = Double.isNaN(highest) ? cells[c].most : Math.max(highest, cells[c].most);
      }
    }
    return highest;
  }
}
