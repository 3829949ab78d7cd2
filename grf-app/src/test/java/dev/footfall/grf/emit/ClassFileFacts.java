package dev.footfall.grf.emit;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a class file says of itself.
 *
 * @param name of the class, with slashes
 * @param majorVersion 51 for Java 7
 * @param bytes size of the file
 * @param referenced every class that its constant pool names, as an owner or in a descriptor, with
 *     slashes; arrays by their element
 * @param longestMethodBytes code size of its longest method
 */
record ClassFileFacts(
    String name, int majorVersion, int bytes, Set<String> referenced, int longestMethodBytes) {
  private static final Pattern TYPE = Pattern.compile("L([^;]+);");

  static List<ClassFileFacts> ofFolder(Path folder) {
    return JavaSeven.classFiles(folder).stream().map(file -> of(JavaSeven.bytes(file))).toList();
  }

  static ClassFileFacts of(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    Set<String> referenced = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> add(referenced, type.asInternalName());
        case NameAndTypeEntry type -> add(referenced, type.type().stringValue());
        default -> {}
      }
    }
    int longest = 0;
    for (MethodModel method : model.methods()) {
      add(referenced, method.methodType().stringValue());
      longest =
          Math.max(
              longest,
              method.findAttribute(Attributes.code()).map(CodeAttribute::codeLength).orElse(0));
    }
    model.fields().forEach(field -> add(referenced, field.fieldType().stringValue()));
    return new ClassFileFacts(
        model.thisClass().asInternalName(),
        model.majorVersion(),
        bytes.length,
        referenced,
        longest);
  }

  private static void add(Set<String> referenced, String type) {
    Matcher matcher = TYPE.matcher(type);
    boolean found = false;
    while (matcher.find()) {
      referenced.add(matcher.group(1));
      found = true;
    }
    if (!found && !type.startsWith("[") && !type.startsWith("(") && type.length() > 1) {
      referenced.add(type);
    }
  }
}
