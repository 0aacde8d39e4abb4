package org.hyparview.cluster.shareddata;

import io.vertx.core.shareddata.ClusterSerializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The classes whose objects serialize themselves. A reader finds the class by its name, and
 * constructs an object of it by its public constructor without parameters.
 */
final class ClusterSerializables {

  private ClusterSerializables() {}

  /**
   * Returns the name by which a reader finds the class of an object.
   *
   * @throws IllegalArgumentException if no reader can construct an object of that class
   */
  static String nameOf(ClusterSerializable object) {
    Class<?> type = object.getClass();
    String flaw = flawOf(type);
    if (flaw != null) {
      throw new IllegalArgumentException("A " + type.getName()
          + " can't be shared: it is ClusterSerializable, but no node could construct it: "
          + flaw);
    }
    return type.getName();
  }

  private static @Nullable String flawOf(Class<?> type) {
    if (type.isHidden() || type.isAnonymousClass()) {
      return "the class is anonymous or a lambda";
    } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      return "the class is an inner class, which must be static";
    } else if (!Modifier.isPublic(type.getModifiers())) {
      return "the class is not public";
    }
    try {
      return type.getDeclaredConstructor().canAccess(null)
          ? null
          : "its constructor without parameters is not public, or its package is not exported";
    } catch (NoSuchMethodException e) {
      return "it has no constructor without parameters";
    }
  }

  /**
   * Creates an object of the class with this name, of which no code runs before it is known to be
   * {@link ClusterSerializable}.
   *
   * @throws IllegalArgumentException if there is no such class here, it is refused, or no object of
   *     it can be constructed
   */
  static ClusterSerializable create(String name, ValueFilter filter) {
    try {
      Class<?> type = Classes.load(name);
      if (!ClusterSerializable.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException("A " + name + " is not ClusterSerializable");
      }
      filter.check(type);
      Constructor<?> constructor = type.getDeclaredConstructor();
      return (ClusterSerializable) constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw failed(name, e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw failed(name, e);
    }
  }

  private static IllegalArgumentException failed(String name, @Nullable Throwable why) {
    return new IllegalArgumentException("A " + name + " can't be constructed here: " + why, why);
  }
}
