package org.hyparview.simulation.net;

/** Functions of their arguments whose results look random. */
final class Seeds {

  private Seeds() {}

  /** The finalizer of SplitMix64: adjacent arguments give unrelated results. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
