package org.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the tags of a node. Immutable.
 *
 * <p>As a string it has terms with commas between them, all of which must hold; without any, it
 * holds for all nodes:
 *
 * <ul>
 *   <li>{@code zone=a}: the tag zone has the value a
 *   <li>{@code zone!=a}: it has another value, or there is no such tag
 *   <li>{@code gpu}: there is a tag gpu
 *   <li>{@code !gpu}: there is none
 * </ul>
 *
 * <p>Spaces around keys and values don't count. A backslash in a value takes the next character as
 * it is: {@code roles=web\,db}.
 */
public final class TagFilter {

  /** The longest filter, in characters. */
  public static final int MAX_LENGTH = 4_096;

  /** The most terms. */
  public static final int MAX_TERMS = 64;

  /** The filter that all nodes pass. */
  public static final TagFilter ALL = new TagFilter(List.of());

  /**
   * One condition.
   *
   * @param value null if only the presence of the key counts
   * @param negated whether it holds where the rest doesn't
   */
  private record Term(String key, @Nullable String value, boolean negated) {

    boolean matches(Map<String, String> tags) {
      String actual = tags.get(key);
      return (value == null ? actual != null : value.equals(actual)) != negated;
    }

    @Override
    public String toString() {
      if (value == null) {
        return (negated ? "!" : "") + key;
      }
      return key + (negated ? "!=" : "=") + escaped(value);
    }

    private static String escaped(String value) {
      String inner = value.replace("\\", "\\\\").replace(",", "\\,");
      String start = inner.startsWith(" ") ? "\\" + inner : inner;
      return start.endsWith(" ") && !start.equals("\\ ")
          ? start.substring(0, start.length() - 1) + "\\ "
          : start;
    }
  }

  private final List<Term> terms;

  private TagFilter(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Parses a filter.
   *
   * @throws IllegalArgumentException naming the position of what is wrong, counted from 1
   */
  public static TagFilter parse(String filter) {
    Ranges.check("The length of a tag filter", filter.length(), 0, MAX_LENGTH);
    return filter.isBlank() ? ALL : new TagFilter(new Parser(filter).terms());
  }

  /** Returns whether a node with these tags passes. */
  public boolean matches(Map<String, String> tags) {
    return terms.stream().allMatch(term -> term.matches(tags));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TagFilter that && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  /** Returns the filter as {@link #parse} takes it. */
  @Override
  public String toString() {
    return terms.stream().map(Term::toString).collect(Collectors.joining(","));
  }

  /** A parser of one filter, from left to right. */
  private static final class Parser {

    private final String filter;
    private int at;

    Parser(String filter) {
      this.filter = filter;
    }

    List<Term> terms() {
      List<Term> terms = new ArrayList<>();
      terms.add(term());
      while (at < filter.length()) {
        at++;
        terms.add(term());
        if (terms.size() > MAX_TERMS) {
          throw wrong(at, "there are more than " + MAX_TERMS + " terms");
        }
      }
      return terms;
    }

    private Term term() {
      skipSpaces();
      boolean negated = isNext('!');
      at += negated ? 1 : 0;
      String key = key();
      if (isEnd()) {
        return new Term(key, null, negated);
      }
      if (negated) {
        throw wrong(at, "\"!" + key + "\" has no value; for another value write " + key + "!=…");
      }
      boolean differs = isNext('!');
      at += differs ? 1 : 0;
      if (!isNext('=')) {
        throw wrong(at, "= is missing");
      }
      at++;
      return new Term(key, value(), differs);
    }

    private String key() {
      skipSpaces();
      int begin = at;
      while (!isEnd() && !isNext('=') && !isNext('!')) {
        at++;
      }
      String key = filter.substring(begin, at).strip();
      if (key.isEmpty()) {
        throw wrong(begin, "a key is missing");
      }
      try {
        Tags.checkKey("a key", key);
      } catch (IllegalArgumentException e) {
        throw wrong(begin, String.valueOf(e.getMessage()));
      }
      return key;
    }

    private String value() {
      skipSpaces();
      StringBuilder value = new StringBuilder();
      int keep = 0;
      while (!isEnd()) {
        boolean escaped = isNext('\\');
        at += escaped ? 1 : 0;
        if (at == filter.length()) {
          throw wrong(at - 1, "nothing follows the backslash");
        }
        char next = filter.charAt(at++);
        value.append(next);
        keep = escaped || next != ' ' ? value.length() : keep;
      }
      return value.substring(0, keep);
    }

    private void skipSpaces() {
      while (isNext(' ')) {
        at++;
      }
    }

    private boolean isEnd() {
      return at == filter.length() || isNext(',');
    }

    private boolean isNext(char c) {
      return at < filter.length() && filter.charAt(at) == c;
    }

    private IllegalArgumentException wrong(int position, String what) {
      return new IllegalArgumentException(
          "The tag filter \"" + filter + "\" is wrong at position " + (position + 1) + ": " + what);
    }
  }
}
