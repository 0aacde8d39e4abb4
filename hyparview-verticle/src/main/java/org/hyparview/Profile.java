package org.hyparview;

import java.util.Locale;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.transport.LinkOptions;

/**
 * A set of options for a kind of network, as a few changes of the defaults; docs/options.md and
 * docs/cluster-options.md list them with their reasons. In JSON: {@code lan}, {@code wan},
 * {@code local}, {@code paper}.
 */
public enum Profile {
  /**
   * One data center: a message takes about a millisecond, so all that is periodic can be frequent.
   */
  LAN,
  /**
   * Several data centers: round trips of up to 300 ms, packets are lost, connections are expensive.
   */
  WAN,
  /** One machine: nothing listens to the network, and several nodes share a configuration. */
  LOCAL,
  /** The papers' protocols without what we add, for comparisons; split overlays don't heal. */
  PAPER;

  /** Changes the options of the overlay and its links. */
  void applyTo(MembershipOptions membership, LinkOptions links) {
    switch (this) {
      case LAN -> {
        membership.setShuffleInterval(5_000).setHealInterval(3_000).setRejoinMaxDelay(5_000);
        links.setIdleTimeout(2_000);
      }
      case WAN -> {
        membership.setShuffleInterval(30_000).setHealInterval(30_000);
        membership.setRequestTimeout(12_000).setRejoinMinDelay(2_000);
        links.setConnectTimeout(5_000).setHelloTimeout(5_000).setIdleTimeout(30_000);
        links.setHeartbeatInterval(2_000).setHeartbeatMisses(4);
      }
      case LOCAL -> {
        membership.setShuffleInterval(2_000).setHealInterval(1_000);
        membership.setRejoinMinDelay(100).setRejoinMaxDelay(1_000);
        links.setHost("127.0.0.1").setPortRange(64);
      }
      case PAPER -> membership.setHealInterval(3_600_000).setFailedPeerRetention(0);
    }
  }

  /** Changes the options of broadcast. */
  void applyTo(BroadcastOptions broadcast) {
    switch (this) {
      case LAN, LOCAL -> broadcast.setGraftTimeout1(200).setGraftTimeout2(50);
      case WAN -> broadcast.setIhaveInterval(50).setGraftTimeout1(3_000).setGraftTimeout2(600);
      case PAPER -> broadcast.setIhaveInterval(0);
    }
  }

  /** Changes the settings of broadcast that are no options. */
  PlumtreeConfig.Builder applyTo(PlumtreeConfig.Builder config) {
    return switch (this) {
      case LAN, LOCAL -> config;
      case WAN -> config.pruneDelay(3_000).waveTimeout(6_000).settleTime(3_000);
      case PAPER -> config.pruneDelay(0);
    };
  }

  /** The name in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
