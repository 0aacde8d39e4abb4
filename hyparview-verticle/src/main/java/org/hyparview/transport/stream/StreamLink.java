package org.hyparview.transport.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.Channel;
import org.hyparview.transport.Channel.Lane;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;

/**
 * One end of an open link over a connection.
 *
 * <p>Frames go to the connection as long as it takes some, else to the {@link SendQueue} until the
 * connection has drained; so the memory of a link is bounded by the queue, one frame and the
 * connection's own bound, however slowly the other end reads.
 */
final class StreamLink implements Link, Connection.Listener {

  private enum State {
    /** Frames pass. */
    OPEN,
    /** The control lane has overflown; the end of the link follows in an event of its own. */
    OVERFLOWN,
    /** The user closed it; the queued frames are on their way out. */
    CLOSING,
    /** Over. */
    CLOSED
  }

  /** How long what is queued may take to leave a link that its user closed. */
  static final int LINGER_MILLIS = 1_000;

  /** How many frames may wait in the control lane; one more ends the link. */
  static final int MAX_CONTROL_FRAMES = 1_024;

  private static final long NO_TIMER = -1;

  private final Links links;
  private final Connection connection;
  private final Peer peer;
  private final boolean accepted;
  private final int maxFrameLength;
  private final FrameDecoder decoder;
  private final SendQueue queue;
  private final LinkMonitor monitor;
  private State state = State.OPEN;
  private boolean reported;
  private boolean flushing;
  private Future<Void> lastWrite = Future.succeededFuture();
  private long lingerTimer = NO_TIMER;

  StreamLink(Links links, Connection connection, Peer peer, boolean accepted) {
    this.links = links;
    this.connection = connection;
    this.peer = peer;
    this.accepted = accepted;
    reported = !accepted;
    LinkOptions options = links.options();
    int maxFrameSize = options.get(LinkOptions.MAX_FRAME_SIZE);
    maxFrameLength = maxFrameSize - Frames.CHANNEL_BYTES;
    decoder = new FrameDecoder(maxFrameSize);
    queue = new SendQueue(
        MAX_CONTROL_FRAMES,
        options.get(LinkOptions.CONTROL_QUEUE_BYTES),
        options.get(LinkOptions.DATA_QUEUE_BYTES));
    monitor = new LinkMonitor(links.limits(), links.now());
    connection.listener(this);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  /** Whether it was accepted and this end does not rely on it. */
  boolean isTemporary() {
    return accepted && !monitor.relied();
  }

  @Override
  public long queuedBytes() {
    return queue.bytes();
  }

  /** Whether nothing is left of it. */
  boolean isClosed() {
    return state == State.CLOSED;
  }

  @Override
  public boolean send(Channel channel, Buffer frame) {
    checkLength(frame);
    if (state != State.OPEN) {
      return false;
    }
    if (!queue.offer(channel.lane(), Frames.encode(channel.number(), frame))) {
      refuse(channel.lane());
      return false;
    }
    monitor.sent(links.now());
    flush();
    return true;
  }

  @Override
  public boolean isCongested() {
    return state == State.OPEN && queue.isCongested();
  }

  private void checkLength(Buffer frame) {
    if (frame.length() > maxFrameLength) {
      throw new IllegalArgumentException(
          "A frame must have at most " + maxFrameLength + " bytes, but has " + frame.length());
    }
  }

  private void refuse(Lane lane) {
    if (lane == Lane.DATA) {
      links.counters().countRefusedFrame();
    } else {
      state = State.OVERFLOWN;
      links.later(() -> end(CloseReason.OVERFLOW));
    }
  }

  @Override
  public void drained() {
    flush();
  }

  /** Hands frames to the connection while it takes them; it may call back from inside a write. */
  private void flush() {
    if (flushing || state == State.CLOSED) {
      return;
    }
    flushing = true;
    Buffer frame;
    while (!connection.writeQueueFull() && (frame = queue.poll()) != null) {
      lastWrite = connection.write(frame);
    }
    flushing = false;
    if (state == State.CLOSING && queue.isEmpty()) {
      lastWrite.onComplete(written -> connection.close());
    }
  }

  @Override
  public void rely(boolean relied) {
    monitor.rely(relied, links.now());
  }

  @Override
  public long roundTripNanos() {
    return monitor.roundTripNanos();
  }

  /** Feeds bytes that came in with the other end's greeting, or after it. */
  @Override
  public void received(Buffer bytes) {
    if (bytes.length() == 0 || state != State.OPEN) {
      return;
    }
    monitor.heard(links.now());
    decoder.feed(bytes);
    FrameDecoder.Result result = decoder.next();
    while (state == State.OPEN && result == FrameDecoder.Result.FRAME) {
      dispatch(decoder.channel(), decoder.payload());
      result = decoder.next();
    }
    switch (result) {
      case TOO_LARGE -> end(CloseReason.FRAME_TOO_LARGE);
      case EMPTY -> end(CloseReason.BAD_FRAME);
      case FRAME, INCOMPLETE -> {}
    }
  }

  private void dispatch(int channel, Buffer payload) {
    if (channel == Frames.TRANSPORT_CHANNEL) {
      heartbeat(Heartbeat.decode(payload));
    } else {
      monitor.received(links.now());
      reported = true;
      links.listener().received(this, channel, payload);
    }
  }

  private void heartbeat(@Nullable Heartbeat heartbeat) {
    if (heartbeat == null) {
      end(CloseReason.BAD_FRAME);
      return;
    }
    switch (heartbeat.type()) {
      case PING -> {
        monitor.peerPinged(heartbeat.relied());
        queue.pong(Heartbeat.pong(heartbeat.nonce(), monitor.relied()).encode());
        flush();
      }
      case PONG -> monitor.ponged(heartbeat.nonce(), heartbeat.relied(), links.now());
      case UNKNOWN -> {}
    }
  }

  /** Forgives the other end so much of its silence, since this end did not listen. */
  void forgive(long nanos) {
    monitor.forgive(nanos, links.now());
  }

  /** Does what is due now. */
  void tick() {
    if (state != State.OPEN) {
      return;
    }
    switch (monitor.check(links.now())) {
      case PING -> {
        queue.ping(Heartbeat.ping(monitor.pinged(links.now()), monitor.relied()).encode());
        flush();
      }
      case SILENT -> end(CloseReason.HEARTBEAT_TIMEOUT);
      case ONE_SIDED -> end(CloseReason.ONE_SIDED);
      case IDLE -> end(CloseReason.IDLE);
      case FINE -> {}
    }
  }

  @Override
  public void close(CloseReason reason) {
    switch (state) {
      case OPEN -> linger(reason);
      case OVERFLOWN -> finish(CloseReason.OVERFLOW);
      case CLOSING, CLOSED -> {}
    }
  }

  private void linger(CloseReason reason) {
    state = State.CLOSING;
    links.counters().countClosed(reason);
    lingerTimer = links.vertx().setTimer(LINGER_MILLIS, id -> connection.abort());
    flush();
  }

  /** Ends the link at once, and reports it if its user knows it and did not close it. */
  private void end(CloseReason reason) {
    if (state == State.OPEN || state == State.OVERFLOWN) {
      finish(reason);
      if (reported) {
        links.listener().closed(this, reason);
      }
    }
  }

  private void finish(CloseReason reason) {
    links.counters().countClosed(reason);
    connection.abort();
    release();
  }

  @Override
  public void closed(@Nullable Throwable failure) {
    switch (state) {
      case OPEN -> end(failure == null ? CloseReason.CLOSED_BY_PEER : CloseReason.CONNECTION_LOST);
      case OVERFLOWN -> end(CloseReason.OVERFLOW);
      case CLOSING -> release();
      case CLOSED -> {}
    }
  }

  private void release() {
    state = State.CLOSED;
    queue.clear();
    links.vertx().cancelTimer(lingerTimer);
    links.remove(this);
  }
}
