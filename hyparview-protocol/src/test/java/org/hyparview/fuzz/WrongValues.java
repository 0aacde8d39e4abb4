package org.hyparview.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON that no option takes, made for each option of a class. */
public final class WrongValues {

  /** JSON with one mistake, and what the message about it must name. */
  public record Mistake(Map<String, Object> json, String named) {}

  private WrongValues() {}

  /**
   * Returns a wrong case, and wrong, quoted and wrapped values of each option.
   *
   * @param kinds by option: STRING, NUMBER, FLAG, STRINGS or OBJECT; a dot leads into an object
   */
  public static List<Mistake> of(Map<String, ?> kinds) {
    List<Mistake> mistakes = new ArrayList<>();
    kinds.forEach((name, kind) -> {
      Object right = right(kind.toString());
      String last = name.substring(name.indexOf('.') + 1);
      String first = name.substring(0, name.length() - last.length());
      for (String wrong : List.of(first + last.toUpperCase(Locale.ROOT), name + "x", name + " ")) {
        mistakes.add(new Mistake(nested(wrong, right), wrong));
      }
      for (Object value : wrong(kind.toString(), right)) {
        mistakes.add(new Mistake(nested(name, value), name));
      }
    });
    return mistakes;
  }

  private static Map<String, Object> nested(String name, Object value) {
    int dot = name.indexOf('.');
    return dot < 0
        ? Map.of(name, value)
        : Map.of(name.substring(0, dot), Map.of(name.substring(dot + 1), value));
  }

  private static Object right(String kind) {
    return switch (kind) {
      case "STRING" -> "a";
      case "NUMBER" -> 1;
      case "FLAG" -> true;
      case "STRINGS" -> List.of();
      default -> Map.of();
    };
  }

  private static List<Object> wrong(String kind, Object right) {
    Map<String, Object> wrapped = Map.of("value", right);
    List<Object> list = List.of(right);
    return switch (kind) {
      case "STRING" -> List.of(1, true, wrapped, list);
      case "NUMBER" -> List.of("1", true, 1.5, wrapped, list);
      case "FLAG" -> List.of("true", 1, wrapped, list);
      case "STRINGS" -> List.of("a", 1, wrapped, List.of(1));
      default -> List.of("{}", 1, true, list);
    };
  }
}
