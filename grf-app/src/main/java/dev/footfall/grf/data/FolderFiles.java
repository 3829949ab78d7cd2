package dev.footfall.grf.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What the folders of recordings have in common: lists, tables of subjects, digests. */
final class FolderFiles {
  private static final int CHUNK_BYTES = 1 << 16;

  private FolderFiles() {}

  /** Entries of a folder, sorted by name, without those that begin with a dot. */
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder.toString(), e);
    }
  }

  /** That a folder is of no layout that is known. */
  static InputException noRecordings(Path folder) {
    return new InputException(
        folder
            + ": no recordings found; known layouts: session.json for each session,"
            + " SUBJECT/TRIAL.csv for each recording, or gaitpdb with demographics.txt and"
            + " walk/SUBJECT_TRIAL.txt");
  }

  /** Name of a file within a folder, the parts separated by a slash on every system. */
  static String relative(Path folder, Path file) {
    Path relative = folder.relativize(file);
    return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
        .map(i -> relative.getName(i).toString())
        .collect(Collectors.joining("/"));
  }

  /** What a subject maps to, which must exist. */
  static <T> T of(String subject, SortedMap<String, T> bySubject, String source) {
    T found = bySubject.get(subject);
    if (found == null) {
      throw new InputException(
          source
              + ": no subject "
              + Quoted.text(subject)
              + " ("
              + bySubject.size()
              + " subjects, "
              + bySubject.firstKey()
              + " to "
              + bySubject.lastKey()
              + ")");
    }
    return found;
  }

  /** The digest that {@link RecordingSource#digest} defines. */
  static String digest(Path folder, List<Path> files) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    TreeMap<String, Path> byName = new TreeMap<>();
    for (Path file : files) {
      byName.put(relative(folder, file), file);
    }
    byte[] chunk = new byte[CHUNK_BYTES];
    for (Map.Entry<String, Path> entry : byName.entrySet()) {
      sha.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      try (InputStream in = Files.newInputStream(entry.getValue())) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Files.size(entry.getValue())));
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          sha.update(chunk, 0, n);
        }
      } catch (IOException e) {
        throw unreadable(entry.getKey(), e);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** First line of a small text file; empty if there is none. */
  static String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String first = reader.readLine();
      return first == null ? "" : first;
    } catch (IOException e) {
      throw unreadable(file.getFileName().toString(), e);
    }
  }

  /** A small table with a header; blank lines do not count. */
  static Table table(Path file, char delimiter) {
    String name = file.getFileName().toString();
    // Blank lines are parsed, then dropped, so that the number of a record is that of its line.
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).get();
    try (CSVParser parser =
        CSVParser.builder().setReader(Files.newBufferedReader(file)).setFormat(format).get()) {
      List<CSVRecord> records =
          parser.stream().filter(row -> row.size() > 1 || !row.get(0).isBlank()).toList();
      if (records.isEmpty()) {
        throw new InputException(name + ": file is empty");
      }
      return new Table(name, records.getFirst(), records.subList(1, records.size()));
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(name, e);
    }
  }

  private static InputException unreadable(String name, Exception e) {
    return e instanceof NoSuchFileException
        ? new InputException(name + ": no such file", e)
        : new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
  }

  /** The rows of a table and how to complain about them. */
  record Table(String name, CSVRecord header, List<CSVRecord> rows) {
    /** Index of a column, which must exist. */
    int column(String wanted) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).replace("\uFEFF", "").strip().equals(wanted)) {
          return i;
        }
      }
      throw new InputException(name + ":1: column \"" + wanted + "\" is missing");
    }

    /** File and line of a row. */
    String where(CSVRecord row) {
      return name + ":" + row.getRecordNumber();
    }

    void checkSize(CSVRecord row) {
      if (row.size() != header.size()) {
        throw new InputException(
            where(row)
                + ": the line has "
                + row.size()
                + (row.size() == 1 ? " value" : " values")
                + " but the header has "
                + header.size());
      }
    }

    /** A mass in kg, NaN where the cell is empty or says NaN. */
    double massKg(CSVRecord row, int column) {
      return positive(row, column, "mass in kg");
    }

    /** A quantity above 0, NaN where the cell is empty or says NaN. */
    double positive(CSVRecord row, int column, String quantity) {
      String text = row.get(column).strip();
      if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
        return Double.NaN;
      }
      String where =
          where(row) + ": column " + Quoted.text(header.get(column)) + ": " + Quoted.text(text);
      double value;
      try {
        value = Decimals.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new InputException(where + " is not a number", e);
      }
      if (!(value > 0)) {
        throw new InputException(where + " is not a " + quantity);
      }
      return value;
    }
  }
}
