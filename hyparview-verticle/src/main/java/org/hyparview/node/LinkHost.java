package org.hyparview.node;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.DirectLinks;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkCounters;
import org.hyparview.transport.Transport;
import org.hyparview.transport.TransportListener;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The host of any machine, including a composed one, on the links of one transport. It numbers the
 * links, passes frames and ends of links to the machine as inputs, and offers the operations that
 * execute its actions. It knows no protocol.
 *
 * <p>In this order: {@link #start}, then {@link #run} with the machine, whose {@link #on channels}
 * must be set up by then; in the end {@link #stop}. Links that peers open before {@code run} are
 * closed, to be opened again. All calls come from the context that calls {@code start}, and the
 * machine and the executor are called there.
 *
 * <p>The executor takes one output at a time. It executes actions by {@link #send},
 * {@link #sendDirect}, {@link #closeDirect}, {@link #renewDirect}, {@link #rely}, {@link #close},
 * {@link #lose} and the methods of {@link Dials}. These ignore the numbers of ended links, and
 * don't call the machine before all present outputs are taken. The executor must not call it
 * either; it uses {@link #afterwards} for a task that needs an input.
 */
public final class LinkHost implements TransportListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(LinkHost.class);

  /** The decoder of the frames of one channel. */
  @FunctionalInterface
  public interface Decoder<M> {

    /**
     * Returns the message that the bytes encode.
     *
     * @throws DecodeException if they encode none, upon which the link is closed; or if they have a
     *     kind that is unknown here, upon which the frame is skipped
     */
    M decode(Buffer frame) throws DecodeException;
  }

  /** The input of a machine for the messages of one channel. */
  @FunctionalInterface
  public interface Receiver<M> {

    /** Handles a message on a link, from the peer at its other end. */
    void receive(long link, Peer from, M message, long now);
  }

  /** The route of the frames of one channel. */
  private interface Route {
    void received(Link link, Buffer frame);
  }

  private final Vertx vertx;
  private final Transport transport;
  private final DirectLinks directLinks;
  private final LinkTable links = new LinkTable();
  private final Set<Link> reliedOn = new HashSet<>();
  private final Map<Integer, Route> routes = new HashMap<>();
  private final Traffic traffic = new Traffic();
  private final RefusedClaims skipped = new RefusedClaims(LOGGER::warn);
  private @Nullable SendListener sends;
  private @Nullable MachineHost<?> host;
  private @Nullable Machine<?> machine;

  /**
   * Creates a host without a machine.
   *
   * @param transport not started; the host starts and stops it
   */
  public LinkHost(Vertx vertx, Transport transport) {
    this.vertx = vertx;
    this.transport = transport;
    directLinks = new DirectLinks(transport, this::forget);
  }

  /**
   * Starts the transport.
   *
   * @return this node with the address at which others dial it; or the transport's failure
   */
  public Future<Peer> start(PeerId id, long incarnation) {
    return transport.start(id, incarnation, this);
  }

  /**
   * Decodes frames of this channel and passes them to the receiver, as inputs of the machine.
   * Frames of channels that are not set up are dropped.
   *
   * @param layer the name of the channel in the counters
   * @param messages the sealed type of the messages
   */
  public <M> void on(
      Channel channel, String layer, Class<M> messages, Decoder<M> decoder, Receiver<M> receiver) {
    Traffic.Layer counts = traffic.add(channel.number(), layer, messages);
    routes.put(channel.number(), new MessageRoute<>(layer, counts, decoder, receiver));
  }

  /**
   * Passes frames of this channel to the receiver unchanged, with their sender: they are no inputs
   * of the machine. Frames {@linkplain #sendDirect sent directly} to that peer use the same link.
   *
   * @param layer the name of the channel in the counters
   */
  public void onFrames(Channel channel, String layer, BiConsumer<Peer, Buffer> receiver) {
    Traffic.Layer counts = traffic.addFrames(channel.number(), layer);
    routes.put(channel.number(), (link, frame) -> {
      counts.received(frame.length());
      directLinks.offer(link);
      receiver.accept(link.peer(), frame);
    });
  }

  /** Sets what answers inspectors, before {@link #start}. */
  public void inspectedBy(InspectionHandler handler) {
    transport.inspectedBy(handler);
  }

  /** Sets the listener to the messages that the machine's executors send. */
  public void onSend(SendListener listener) {
    sends = listener;
  }

  /** Counts a message that was sent or not, notifies the listener, and returns that. */
  public boolean sent(Object message, boolean taken) {
    traffic.sent(message, taken);
    if (sends != null) {
      sends.sent(MessageKinds.nameOf(message), taken);
    }
    return taken;
  }

  /** Begins to run the machine, whose outputs the executor takes one by one. */
  public <H> void run(Machine<H> hosted, H executor) {
    if (machine != null) {
      throw new IllegalStateException("The host has a machine already");
    }
    machine = hosted;
    host = new MachineHost<>(vertx, hosted, executor, LinkHost::clock);
  }

  /** Returns the time that the machine sees: milliseconds that never go backwards. */
  public static long clock() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Returns whether {@link #run} was called, and {@link #stop} not yet. */
  public boolean isRunning() {
    return host != null;
  }

  /**
   * Gives the machine an input, which is called with the time in milliseconds, and executes the
   * resulting actions. Does nothing unless the host {@linkplain #isRunning runs}.
   */
  public void input(LongConsumer input) {
    if (host != null) {
      host.input(input);
    }
  }

  /**
   * Runs a task as soon as the actions of the present input are done, or now if there is none. For
   * an executor with an input for the machine, or with events for users that may have one.
   */
  public void afterwards(Runnable task) {
    if (host != null) {
      host.afterwards(task);
    } else {
      task.run();
    }
  }

  /** Stops the machine permanently, and stops the transport, which still sends waiting frames. */
  public Future<Void> stop() {
    if (host != null) {
      host.stop();
      host = null;
    }
    return transport.stop();
  }

  // Operations

  /** Creates the dials of one part of the machine, which numbers its requests by itself. */
  public Dials dials(Dials.Outcome outcome) {
    return new Dials(this, outcome);
  }

  /**
   * Sends on a link.
   *
   * @return false if the frame was not taken: the link has ended, or its lane is full. The caller
   *     decides how to handle a full data lane; it may {@link #lose} the link.
   */
  public boolean send(long link, Channel channel, Buffer frame) {
    Link open = links.link(link);
    boolean taken = open != null && open.send(channel, frame);
    traffic.sent(channel.number(), frame.length(), taken);
    return taken;
  }

  /** Sends to any peer that can be dialed, over a link for such messages; see DirectLinks. */
  public Future<Void> sendDirect(
      PeerAddress to, @Nullable PeerId expected, Channel channel, Buffer frame) {
    traffic.sent(channel.number(), frame.length(), true);
    return directLinks.send(to, expected, channel, frame);
  }

  /**
   * Closes the links that frames {@linkplain #sendDirect sent directly} to this peer use, whichever
   * end opened them, unless this node relies on them. For a peer that has died or left. If the
   * machine knows such a link, it is notified of the loss after the present actions. The next frame
   * to the peer opens a new link.
   */
  public void closeDirect(PeerId peer) {
    for (Link link : directLinks.forgetAll(peer)) {
      if (!reliedOn.contains(link)) {
        link.close(CloseReason.UNUSED);
        afterwards(() -> ended(link));
      }
    }
  }

  /**
   * Makes the next frame {@linkplain #sendDirect sent directly} to this peer open a new link. For a
   * returned peer: an earlier link may be dead, and an attempt to open one may be waiting for a TCP
   * retry. Earlier links are not closed, so that frames that still arrive on them are not lost;
   * they end by themselves.
   */
  public void renewDirect(PeerId peer) {
    directLinks.forgetAll(peer);
  }

  /** Sets whether this node relies on a link; see {@link Link#rely}. */
  public void rely(long link, boolean relied) {
    Link open = links.link(link);
    if (open == null) {
      return;
    }
    open.rely(relied);
    if (relied) {
      reliedOn.add(open);
    } else {
      reliedOn.remove(open);
    }
  }

  /** Closes a link after its waiting frames were sent, without notifying the machine. */
  public void close(long link) {
    Link open = links.link(link);
    if (open != null) {
      forget(open);
      directLinks.closed(open);
      open.close(CloseReason.UNUSED);
    }
  }

  /**
   * Gives up a link that doesn't take a required frame. The machine is notified of the loss after
   * the present actions.
   */
  public void lose(long link) {
    Link open = links.link(link);
    if (open != null) {
      open.close(CloseReason.OVERFLOW);
      afterwards(() -> ended(open));
    }
  }

  /** Returns the open links that this node relies on. */
  List<Link> linksReliedOn() {
    return List.copyOf(reliedOn);
  }

  /** Returns the congested links that this node relies on; see {@link Link#isCongested}. */
  public List<Long> congestedLinks() {
    return reliedOn.stream().filter(Link::isCongested).map(links::numberOf).toList();
  }

  /** Returns whether this link is open and congested; see {@link Link#isCongested}. */
  public boolean isCongested(long link) {
    Link open = links.link(link);
    return open != null && open.isCongested();
  }

  /** Makes links name this node with a higher incarnation from now on. */
  public void raiseIncarnation(long incarnation) {
    transport.raiseIncarnation(incarnation);
  }

  /** Returns the counts of links so far. */
  public LinkCounters counters() {
    return transport.counters();
  }

  /** Returns the links for messages to any peer. */
  DirectLinks directLinks() {
    return directLinks;
  }

  /** Returns the counts of messages and bytes so far. */
  Traffic traffic() {
    return traffic;
  }

  // Calls of the transport

  void open(PeerAddress address, @Nullable PeerId expected, Consumer<AsyncResult<Link>> outcome) {
    transport.open(address, expected).onComplete(outcome::accept);
  }

  /** Returns the number of a link that was opened or has brought a frame. */
  long numberOf(Link link) {
    return links.numberOf(link);
  }

  @Override
  public void received(Link link, int channel, Buffer frame) {
    Route route = routes.get(channel);
    if (host == null) {
      link.close(CloseReason.UNUSED);
    } else if (route != null) {
      route.received(link, frame);
    }
  }

  @Override
  public void closed(Link link, CloseReason reason) {
    ended(link);
  }

  private void ended(Link link) {
    directLinks.closed(link);
    Long number = forget(link);
    Machine<?> hosted = machine;
    if (number != null && hosted != null) {
      input(now -> hosted.linkLost(number, now));
    }
  }

  private @Nullable Long forget(Link link) {
    reliedOn.remove(link);
    return links.remove(link);
  }

  /** The route of messages to the machine. */
  private final class MessageRoute<M> implements Route {

    private final String layer;
    private final Traffic.Layer counts;
    private final Decoder<M> decoder;
    private final Receiver<M> receiver;

    MessageRoute(String layer, Traffic.Layer counts, Decoder<M> decoder, Receiver<M> receiver) {
      this.layer = layer;
      this.counts = counts;
      this.decoder = decoder;
      this.receiver = receiver;
    }

    @Override
    public void received(Link link, Buffer frame) {
      M message;
      counts.received(frame.length());
      try {
        message = decoder.decode(frame);
      } catch (DecodeException e) {
        undecodable(link, e);
        return;
      }
      if (host != null) {
        traffic.received(message);
        host.receive(receiver, links.numberOf(link), link.peer(), message);
      }
    }

    /** Skips a message of a kind that a later version may have added; else closes the link. */
    private void undecodable(Link link, DecodeException e) {
      if (e.reason() == DecodeException.Reason.UNKNOWN_KIND) {
        counts.skipped();
        skipped.refused(
            "node " + link.peer().id(),
            "a " + layer + " message of a kind that this version doesn't know, so it may run a"
                + " later one: " + e.getMessage() + ". Such messages are skipped",
            clock());
      } else {
        link.close(CloseReason.BAD_FRAME);
        ended(link);
      }
    }
  }
}
