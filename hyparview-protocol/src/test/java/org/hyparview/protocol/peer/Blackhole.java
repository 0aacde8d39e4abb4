package org.hyparview.protocol.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * An address on loopback at which nothing answers, as with a host that is down: it drops all
 * packets of further connections, since as many as the listening socket takes wait there already
 * and are never accepted.
 */
public final class Blackhole implements AutoCloseable {

  private static final int FULL_MILLIS = 200;
  private static final int MOST = 64;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();

  /** Creates one at an IP address and a port, 0 for any. */
  public Blackhole(String ip, int port) throws IOException {
    listener = new ServerSocket(port, 1, InetAddress.getByName(ip));
    fill();
  }

  private void fill() throws IOException {
    for (int i = 0; i < MOST; i++) {
      Socket socket = new Socket();
      try {
        socket.connect(listener.getLocalSocketAddress(), FULL_MILLIS);
        waiting.add(socket);
      } catch (IOException full) {
        socket.close();
        return;
      }
    }
    throw new IOException("The queue of " + listener + " has no end");
  }

  /** Returns its address. */
  public PeerAddress address() {
    InetSocketAddress bound = (InetSocketAddress) listener.getLocalSocketAddress();
    return new PeerAddress(bound.getAddress().getHostAddress(), bound.getPort());
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    listener.close();
  }
}
