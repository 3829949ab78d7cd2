package dev.footfall.grf.data;

/**
 * What {@code session.json} says about the file of one device.
 *
 * @param file name of the file within the session's folder
 * @param format name of its {@link StreamFormat}
 * @param rateHz nominal rate of the device; its clock may be a little off
 * @param unit symbol of the unit that columns without a unit are in, and that all others must be
 *     in: kPa, Pa, N or kN
 */
public record StreamSpec(String file, String format, double rateHz, String unit) {}
