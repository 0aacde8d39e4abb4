package org.hyparview.inspect;

import java.util.Locale;

/** The kinds of nodes. */
public enum NodeKind {
  /** A node that a {@link org.hyparview.HyParViewVerticle} runs. */
  VERTICLE,
  /** A node of a clustered Vert.x. */
  CLUSTER_MANAGER;

  /** Returns the kind that inspected nodes call so. */
  static NodeKind of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns {@code verticle} or {@code cluster-manager}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
