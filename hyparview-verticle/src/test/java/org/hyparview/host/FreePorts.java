package org.hyparview.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that a test may listen at. They are below those that the system gives to
 * connections, so that they stay free until the test takes them.
 */
public final class FreePorts {

  private static final int FIRST_OF_RANGES = 20_000;
  private static final int FIRST_OF_SINGLES = 25_000;
  private static final int END = 30_000;

  private FreePorts() {}

  /** Returns a port that is free. */
  public static int one() throws IOException {
    List<ServerSocket> held = hold(FIRST_OF_SINGLES, END, 1);
    close(held);
    return held.get(0).getLocalPort();
  }

  /** Returns the first of so many free ports in a row. */
  public static int range(int count) throws IOException {
    List<ServerSocket> held = holdRange(count);
    close(held);
    return held.get(0).getLocalPort();
  }

  /** Listens at so many ports in a row. A port is free as soon as its socket is closed. */
  public static List<ServerSocket> holdRange(int count) throws IOException {
    return hold(FIRST_OF_RANGES, FIRST_OF_SINGLES, count);
  }

  private static List<ServerSocket> hold(int from, int end, int count) throws IOException {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(from, end - count);
      List<ServerSocket> held = new ArrayList<>();
      try {
        for (int port = first; port < first + count; port++) {
          held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        }
        return held;
      } catch (BindException oneIsInUse) {
        close(held);
      }
    }
  }

  /** Closes sockets. */
  public static void close(List<ServerSocket> sockets) {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
