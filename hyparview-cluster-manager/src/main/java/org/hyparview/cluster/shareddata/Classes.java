package org.hyparview.cluster.shareddata;

import org.jspecify.annotations.Nullable;

/**
 * Classes by their names, which are loaded but not initialized: a name from elsewhere runs no code.
 */
final class Classes {

  private Classes() {}

  /** The class that the thread's context class loader has under this name, or else our own. */
  static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      Class<?> found = tryLoad(name, context);
      if (found != null) {
        return found;
      }
    }
    return Class.forName(name, false, Classes.class.getClassLoader());
  }

  private static @Nullable Class<?> tryLoad(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
