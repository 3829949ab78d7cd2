package dev.footfall.autograd.tape;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;

/** The components of a record by name. */
final class RecordAttributes {
  private RecordAttributes() {}

  static Map<String, Object> of(Op op) {
    Map<String, Object> attributes = new TreeMap<>();
    RecordComponent[] components = op.getClass().getRecordComponents();
    for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
      try {
        Method accessor = component.getAccessor();
        accessor.trySetAccessible(); // a record need not be public
        Object value = accessor.invoke(op);
        attributes.put(
            component.getName(),
            value instanceof Number || value instanceof Boolean ? value : String.valueOf(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(op.name() + ": cannot read " + component.getName(), e);
      }
    }
    return attributes;
  }
}
