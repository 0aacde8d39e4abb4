package org.hyparview.simulation.net;

/** Numbers that look random but are functions of their arguments. */
final class Seeds {

  private Seeds() {}

  /** The finalizer of SplitMix64: neighboring arguments give unrelated results. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
