package org.hyparview.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Links to any known peer, opened when there is something to send and kept for the next frame.
 *
 * <p>Nobody relies on these links, so the transport ends them when they have been idle, or when
 * what was sent is followed by silence; the owner passes that on by {@link #closed}. A connection
 * may outlive the death of its peer, and even its comeback: the owner then calls
 * {@link #forgetAll}. At most so many are kept; for one more, the one that was not used for longest
 * is given up. All calls come from the transport's context.
 */
public final class DirectLinks {

  /** How many links are kept, if nothing else is said. */
  public static final int DEFAULT_MAX_LINKS = 64;

  /** How many frames wait for one link to open, if nothing else is said. */
  public static final int DEFAULT_MAX_WAITING = 64;

  private final Transport transport;
  private final int maxLinks;
  private final int maxWaiting;
  private final Consumer<Link> onGivenUp;
  private final LinkedHashMap<Destination, Route> routes = new LinkedHashMap<>(16, 0.75f, true);
  private long dropped;

  /**
   * A pool with the default limits.
   *
   * @param transport opens the links
   * @param onGivenUp hears of each link that the pool closes, since the transport doesn't report
   *     those
   */
  public DirectLinks(Transport transport, Consumer<Link> onGivenUp) {
    this(transport, DEFAULT_MAX_LINKS, DEFAULT_MAX_WAITING, onGivenUp);
  }

  /**
   * A pool.
   *
   * @param transport opens the links
   * @param maxLinks the most links, open or about to be, 1 or more
   * @param maxWaiting the most frames that wait for one link to open, 1 or more
   * @param onGivenUp hears of each link that the pool closes
   */
  public DirectLinks(Transport transport, int maxLinks, int maxWaiting, Consumer<Link> onGivenUp) {
    if (maxLinks < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException(
          "maxLinks and maxWaiting must be 1 or more, but are " + maxLinks + " and " + maxWaiting);
    }
    this.transport = transport;
    this.maxLinks = maxLinks;
    this.maxWaiting = maxWaiting;
    this.onGivenUp = onGivenUp;
  }

  /**
   * Sends a frame over the link to that peer, and opens one first if there is none.
   *
   * @param to where the peer can be dialed
   * @param expected the node that must be there, or null if any may
   * @return succeeds when a link has taken the frame, which does not mean that it arrives; fails
   *     with a {@link LinkException} if no link could be opened or it takes no more
   */
  public Future<Void> send(
      PeerAddress to, @Nullable PeerId expected, Channel channel, Buffer frame) {
    Destination destination = new Destination(to, expected);
    Route route = routes.get(destination);
    if (route != null) {
      return counted(route.send(channel, frame));
    }
    if (routes.size() == maxLinks && !giveUpOldest()) {
      return counted(Future.failedFuture(new LinkException(
          CloseReason.TOO_MANY_LINKS,
          "No link to " + to + ": all " + maxLinks + " are still being opened")));
    }
    return counted(open(destination, channel, frame));
  }

  /**
   * Offers a link that the peer opened, to be used for what is sent to it. It is ignored if there
   * is one already or no room. The pool never closes it.
   */
  public void offer(Link link) {
    Destination destination = new Destination(link.peer().address(), link.peer().id());
    if (routes.size() < maxLinks && !routes.containsKey(destination)) {
      routes.put(destination, new Route(destination.address(), link));
    }
  }

  /** Forgets a link that has ended, or that must not be used any more. Others are ignored. */
  public void closed(Link link) {
    routes.values().removeIf(route -> route.uses(link));
  }

  /**
   * Forgets all links to a peer, so that the next frame to it opens another. A link that is being
   * opened still takes the frames that wait for it, and is not used after that. A forgotten link
   * may be {@linkplain #offer offered} again.
   *
   * @return the open ones, also those that the peer opened; the pool doesn't close them
   */
  public List<Link> forgetAll(PeerId peer) {
    List<Link> open = new ArrayList<>();
    routes.entrySet().removeIf(each -> {
      Link link = each.getValue().link;
      PeerId id = link == null ? each.getKey().expected() : link.peer().id();
      if (!peer.equals(id)) {
        return false;
      }
      if (link != null) {
        open.add(link);
      }
      return true;
    });
    return open;
  }

  /** How many links are open or about to be. */
  public int size() {
    return routes.size();
  }

  /** How many frames were not sent. */
  public long dropped() {
    return dropped;
  }

  private Future<Void> open(Destination destination, Channel channel, Buffer frame) {
    Route route = new Route(destination.address(), maxWaiting);
    routes.put(destination, route);
    Future<Void> sent = route.send(channel, frame);
    transport.open(destination.address(), destination.expected()).onComplete(route::opened, why -> {
      routes.remove(destination, route);
      route.failed(why);
    });
    return sent;
  }

  private boolean giveUpOldest() {
    Iterator<Route> leastRecentlyUsedFirst = routes.values().iterator();
    while (leastRecentlyUsedFirst.hasNext()) {
      Route route = leastRecentlyUsedFirst.next();
      if (route.isOpen()) {
        leastRecentlyUsedFirst.remove();
        giveUp(route);
        return true;
      }
    }
    return false;
  }

  /** Closes the link of a route if the pool opened it. */
  private void giveUp(Route route) {
    if (route.owned && route.link != null) {
      route.link.close(CloseReason.UNUSED);
      onGivenUp.accept(route.link);
    }
  }

  private Future<Void> counted(Future<Void> sent) {
    return sent.onFailure(why -> dropped++);
  }

  private record Destination(PeerAddress address, @Nullable PeerId expected) {}

  private record Waiting(Channel channel, Buffer frame, Promise<Void> sent) {}

  /** One link, and what waits for it to open. */
  private static final class Route {

    private final PeerAddress address;
    private final boolean owned;
    private final int maxWaiting;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Link link;

    /** A link that is about to be opened. */
    Route(PeerAddress address, int maxWaiting) {
      this.address = address;
      this.maxWaiting = maxWaiting;
      this.owned = true;
    }

    /** A link of someone else. */
    Route(PeerAddress address, Link link) {
      this.address = address;
      this.maxWaiting = 0;
      this.owned = false;
      this.link = link;
    }

    boolean isOpen() {
      return link != null;
    }

    boolean uses(Link other) {
      return other.equals(link);
    }

    Future<Void> send(Channel channel, Buffer frame) {
      if (link == null) {
        return enqueue(channel, frame);
      }
      return link.send(channel, frame) ? Future.succeededFuture() : overflow("takes no more");
    }

    private Future<Void> enqueue(Channel channel, Buffer frame) {
      if (waiting.size() == maxWaiting) {
        return overflow("is not open and has " + maxWaiting + " frames waiting");
      }
      Promise<Void> sent = Promise.promise();
      waiting.add(new Waiting(channel, frame, sent));
      return sent.future();
    }

    private Future<Void> overflow(String why) {
      return Future.failedFuture(
          new LinkException(CloseReason.OVERFLOW, "The link to " + address + " " + why));
    }

    void opened(Link opened) {
      link = opened;
      for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
        send(next.channel(), next.frame()).onComplete(next.sent());
      }
    }

    void failed(Throwable why) {
      for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
        next.sent().fail(why);
      }
    }
  }
}
