package org.hyparview.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A property of a public class, by its public setter and getter as JavaBeans name them.
 *
 * <p>By reflection, since a reference to each method would be a class of its own in the memory of
 * each process, made at its start.
 */
record Property(Class<?> owner, String name, Class<?> type) {

  void set(Object options, Object value) {
    call(options, method("set", type), value);
  }

  @Nullable
  Object get(Object options) {
    return call(options, method(type == boolean.class ? "is" : "get"));
  }

  private Method method(String verb, Class<?>... parameters) {
    String method = verb + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      return owner.getMethod(method, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Option " + name + " lacks its public method " + method, e);
    }
  }

  private static @Nullable Object call(Object options, Method method, Object... arguments) {
    try {
      return method.invoke(options, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(method + " failed", e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is not public", e);
    }
  }
}
