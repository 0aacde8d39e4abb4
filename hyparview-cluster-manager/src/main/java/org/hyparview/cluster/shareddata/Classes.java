package org.hyparview.cluster.shareddata;

import org.jspecify.annotations.Nullable;

/**
 * The loader of classes by name. It doesn't initialize them: a name from elsewhere runs no code.
 */
final class Classes {

  private Classes() {}

  /** Loads the class from the thread's context class loader, or else from our own. */
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
