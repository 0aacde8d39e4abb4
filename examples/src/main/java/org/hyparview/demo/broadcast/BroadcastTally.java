package org.hyparview.demo.broadcast;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hyparview.demo.nodes.Delivery;

/** The count of the deliveries of one stream of numbered broadcasts, by node. */
final class BroadcastTally {

  private final int messages;
  private final Map<String, BitSet> delivered = new HashMap<>();
  private long[] micros = new long[64];
  private int fromOthers;
  private long duplicates;
  private long hops;
  private int mostHops;

  /** A tally of the messages 1 to that number. */
  BroadcastTally(int messages) {
    this.messages = messages;
  }

  void add(Delivery delivery) {
    BitSet numbers = delivered.computeIfAbsent(delivery.node(), first -> new BitSet());
    if (numbers.get(delivery.number())) {
      duplicates++;
      return;
    }
    numbers.set(delivery.number());
    if (delivery.hops() > 0) {
      cameFromAnother(delivery);
    }
  }

  private void cameFromAnother(Delivery delivery) {
    if (fromOthers == micros.length) {
      micros = Arrays.copyOf(micros, 2 * fromOthers);
    }
    micros[fromOthers++] = delivery.micros();
    hops += delivery.hops();
    mostHops = Math.max(mostHops, delivery.hops());
  }

  /** How many messages these nodes have got, each counted once at each node. */
  long delivered(Collection<String> nodes) {
    return nodes.stream().mapToLong(this::deliveredAt).sum();
  }

  private long deliveredAt(String node) {
    BitSet numbers = delivered.get(node);
    return numbers == null ? 0 : numbers.cardinality();
  }

  /** How many messages these nodes have not got. */
  long missed(Collection<String> nodes) {
    return (long) nodes.size() * messages - delivered(nodes);
  }

  /** How often a node got what it had got before. */
  long duplicates() {
    return duplicates;
  }

  /** Over how many links a message came on average; the sender's own don't count. */
  double meanHops() {
    return fromOthers == 0 ? 0 : (double) hops / fromOthers;
  }

  /** Over how many links a message came at most. */
  int mostHops() {
    return mostHops;
  }

  /** How long messages took, in milliseconds; the sender's own don't count. */
  Latencies latencies() {
    long[] sorted = Arrays.copyOf(micros, fromOthers);
    Arrays.sort(sorted);
    return new Latencies(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  /** The value that this part of all does not exceed. */
  private static double at(long[] sorted, double part) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1_000.0;
  }

  /** Milliseconds that half, 99 % and all of the deliveries took at most. */
  record Latencies(double half, double almostAll, double all) {}
}
