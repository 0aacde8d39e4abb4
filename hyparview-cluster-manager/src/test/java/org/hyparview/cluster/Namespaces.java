package org.hyparview.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Network namespaces with an address each, on a switch that can be divided in two. Requires root,
 * and {@code ip}.
 */
final class Namespaces implements AutoCloseable {

  private static final String TAG = "hpn" + ProcessHandle.current().pid();
  private static final String HUB = TAG + "-hub";
  private static final String SUBNET = "10.203.8.";

  private final int count;
  private boolean hasSecondSwitch;

  /** Creates namespaces. */
  Namespaces(int count) throws IOException {
    this.count = count;
    must("ip", "netns", "add", HUB);
    for (String bridge : List.of("whole", "aside")) {
      must("ip", "-n", HUB, "link", "add", bridge, "type", "bridge");
      must("ip", "-n", HUB, "link", "set", bridge, "up");
    }
    for (int i = 0; i < count; i++) {
      make(i);
    }
  }

  private static void make(int i) throws IOException {
    String name = name(i);
    must("ip", "netns", "add", name);
    must(("ip link add " + port(i) + " netns " + HUB + " type veth peer name eth0 netns " + name)
        .split(" "));
    connect(i, "whole");
    must("ip", "-n", HUB, "link", "set", port(i), "up");
    must("ip", "-n", name, "addr", "add", address(i) + "/24", "dev", "eth0");
    must("ip", "-n", name, "link", "set", "lo", "up");
    must("ip", "-n", name, "link", "set", "eth0", "up");
  }

  /** Returns whether this process may create them. */
  static boolean areAllowed() {
    try {
      return execute("ip", "netns", "add", HUB) == 0 && execute("ip", "netns", "del", HUB) == 0;
    } catch (IOException e) {
      System.out.println("There are no network namespaces here: " + e.getMessage());
      return false;
    }
  }

  /** Gives one of them another interface, {@code eth1}, with an address on another switch. */
  void addInterface(int i, String address) throws IOException {
    if (!hasSecondSwitch) {
      hasSecondSwitch = true;
      must("ip", "-n", HUB, "link", "add", "second", "type", "bridge");
      must("ip", "-n", HUB, "link", "set", "second", "up");
    }
    must(("ip link add second" + i + " netns " + HUB + " type veth peer name eth1 netns " + name(i))
        .split(" "));
    must(("ip -n " + HUB + " link set second" + i + " master second up").split(" "));
    must(("ip -n " + name(i) + " link set eth1 up").split(" "));
    must(("ip -n " + name(i) + " addr add " + address + " dev eth1").split(" "));
  }

  /** Runs {@code ip} with these arguments in one of them. */
  void configure(int i, String arguments) throws IOException {
    must(("ip -n " + name(i) + " " + arguments).split(" "));
  }

  static String address(int i) {
    return SUBNET + (i + 1);
  }

  /** Returns the command prefix that starts a command in one of them. */
  static List<String> prefix(int i) {
    return List.of("ip", "netns", "exec", name(i));
  }

  /**
   * From now on TCP waits so long for the acknowledgement of what it has sent, at least, until it
   * sends it again.
   */
  void retransmitAfter(int seconds) throws IOException {
    for (int i = 0; i < count; i++) {
      must(("ip -n " + name(i) + " route change " + SUBNET + "0/24 dev eth0 src " + address(i)
              + " rto_min " + seconds + "s")
          .split(" "));
    }
  }

  /** From now on these reach each other and the rest do, but neither reaches the other side. */
  void divide(Set<Integer> aside) throws IOException {
    for (int i : aside) {
      connect(i, "aside");
    }
  }

  /** Heals the network: all reach each other again. */
  void heal() throws IOException {
    for (int i = 0; i < count; i++) {
      connect(i, "whole");
    }
  }

  private static void connect(int i, String bridge) throws IOException {
    must("ip", "-n", HUB, "link", "set", port(i), "master", bridge);
  }

  private static String name(int i) {
    return TAG + "-" + i;
  }

  private static String port(int i) {
    return "port" + i;
  }

  private static void must(String... command) throws IOException {
    int exit = execute(command);
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exit);
    }
  }

  private static int execute(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < count; i++) {
      execute("ip", "netns", "del", name(i));
    }
    execute("ip", "netns", "del", HUB);
  }
}
