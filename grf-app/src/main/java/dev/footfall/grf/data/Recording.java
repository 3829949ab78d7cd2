package dev.footfall.grf.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk of one subject: channels of equal length, sampled together at a constant rate.
 *
 * <p>Immutable by agreement: {@link #column} hands out the array itself, because recordings are
 * large and read often. Nobody may write to it. Safe to share between threads under that rule.
 */
public final class Recording {
  private final String name;
  private final String subject;
  private final String trial;
  private final double samplingRateHz;
  private final double bodyMassKg;
  private final Repairs repairs;
  private final List<Channel> channels;
  private final float[][] columns;
  private final int length;
  private final Map<String, Integer> indexOf;

  /**
   * Takes ownership of the columns.
   *
   * @param name what messages call this recording: the file it came from, or subject and trial
   * @param subject who walked
   * @param trial which walk, unique within the subject
   * @param samplingRateHz samples per second, positive and finite
   * @param bodyMassKg mass of the subject, positive, or NaN where it is unknown
   * @param channels one for each column, names unique
   * @param columns values in the unit of their channel, all of the same length
   */
  public Recording(
      String name,
      String subject,
      String trial,
      double samplingRateHz,
      double bodyMassKg,
      List<Channel> channels,
      float[][] columns) {
    this(name, subject, trial, samplingRateHz, bodyMassKg, Repairs.NONE, channels, columns);
  }

  /**
   * The same, of a recording that was mended.
   *
   * @param repairs what was mended
   */
  public Recording(
      String name,
      String subject,
      String trial,
      double samplingRateHz,
      double bodyMassKg,
      Repairs repairs,
      List<Channel> channels,
      float[][] columns) {
    this.name = name;
    this.subject = subject;
    this.trial = trial;
    this.samplingRateHz = samplingRateHz;
    this.bodyMassKg = bodyMassKg;
    this.repairs = repairs;
    this.channels = List.copyOf(channels);
    this.columns = columns.clone();
    this.length = columns.length == 0 ? 0 : columns[0].length;
    this.indexOf = HashMap.newHashMap(columns.length);
    check();
  }

  private void check() {
    if (!(samplingRateHz > 0) || Double.isInfinite(samplingRateHz)) {
      throw new IllegalArgumentException(
          name + ": sampling rate is " + samplingRateHz + " Hz; it must be positive");
    }
    if (bodyMassKg <= 0 || Double.isInfinite(bodyMassKg)) {
      throw new IllegalArgumentException(
          name + ": body mass is " + bodyMassKg + " kg; it must be positive, or NaN if unknown");
    }
    if (channels.size() != columns.length) {
      throw new IllegalArgumentException(
          name + ": " + channels.size() + " channels but " + columns.length + " columns");
    }
    for (int i = 0; i < columns.length; i++) {
      String channel = channels.get(i).name();
      if (indexOf.put(channel, i) != null) {
        throw new IllegalArgumentException(name + ": channel \"" + channel + "\" occurs twice");
      }
      if (columns[i].length != length) {
        throw new IllegalArgumentException(
            name
                + ": channel \""
                + channel
                + "\" has "
                + columns[i].length
                + " samples but \""
                + channels.get(0).name()
                + "\" has "
                + length);
      }
    }
  }

  /** What messages call this recording: the file it came from, or subject and trial. */
  public String name() {
    return name;
  }

  /** Who walked. */
  public String subject() {
    return subject;
  }

  /** Which walk of the subject. */
  public String trial() {
    return trial;
  }

  /** Samples per second. */
  public double samplingRateHz() {
    return samplingRateHz;
  }

  /** Mass of the subject in kg; NaN where it is unknown. */
  public double bodyMassKg() {
    return bodyMassKg;
  }

  /** What was mended on the way here. */
  public Repairs repairs() {
    return repairs;
  }

  /** The channels, in the order of the columns. */
  public List<Channel> channels() {
    return channels;
  }

  /** Number of samples of every channel. */
  public int length() {
    return length;
  }

  /** Whether there is a channel of this name. */
  public boolean has(String channel) {
    return indexOf.containsKey(channel);
  }

  /** The channel of this name, which must exist. */
  public Channel channel(String channel) {
    return channels.get(index(channel));
  }

  /** Values of a channel, which must exist: the array itself, to be read and never written. */
  public float[] column(String channel) {
    return columns[index(channel)];
  }

  private int index(String channel) {
    Integer index = indexOf.get(channel);
    if (index == null) {
      throw new IllegalArgumentException(name + ": there is no channel \"" + channel + "\"");
    }
    return index;
  }

  /** Name, rate and size, for people. */
  @Override
  public String toString() {
    return name + " (" + channels.size() + " channels, " + length + " samples)";
  }
}
