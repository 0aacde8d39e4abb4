package org.hyparview.node;

import java.util.Locale;

/** The names of the kinds of messages: those of their classes, in kebab case. */
final class MessageKinds {

  private static final ClassValue<String> NAMES = new ClassValue<>() {
    @Override
    protected String computeValue(Class<?> type) {
      String kebab = type.getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2");
      return kebab.toLowerCase(Locale.ROOT);
    }
  };

  private MessageKinds() {}

  static String nameOf(Object message) {
    return nameOf(message.getClass());
  }

  static String nameOf(Class<?> kind) {
    return NAMES.get(kind);
  }
}
