package org.hyparview.cluster.discovery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hyparview.cluster.ContactSource;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The continuous search for contacts through all sources at once.
 *
 * <p><b>The first search</b> ends as soon as a node is known and the quick sources, this host's
 * ports and the user's list, have answered; otherwise when all have answered or the time is over. A
 * node that knows no other node then is the first of its cluster as far as it can tell. <b>Later
 * searches</b> begin a second apart and become rarer; the listener receives what they find.
 *
 * <p><b>The order</b> of contacts: nodes on this host, the lowest port first; the user's list; DNS;
 * other installed sources; multicast. A new node should ask them one after the other in this order.
 *
 * <p><b>Why nodes that start together on one host join one cluster</b>, though none knows the
 * others:
 *
 * <ol>
 *   <li>A node listens before it searches. So of any two nodes the one that listens later finds the
 *       other.
 *   <li>A node takes a port only when all lower ones of the range were taken. So while no node
 *       gives up a port, the one with the lowest port was the first to listen, and by 1 all others
 *       find it.
 *   <li>All others ask the lowest port first, so all join the same node. The lowest may itself find
 *       others and ask one; that adds a link and takes none away.
 * </ol>
 *
 * <p>Where a port is given up in the meantime, a node is still starting to answer, or the nodes are
 * on several hosts and a datagram is lost, two components may form. They merge: by 1 one of two
 * such nodes has the other as contact, or one with a lower port than its own; HyParView probes
 * contacts that may be in another component, and the later searches bring what the first one
 * missed.
 *
 * <p>Belongs to the event loop that calls {@link #start}, as do all its parts; the listener is
 * called there.
 */
public final class Discovery {

  private static final Logger LOGGER = LoggerFactory.getLogger(Discovery.class);
  private static final int FIRST_PAUSE_MILLIS = 1_000;
  private static final int MAX_CONTACTS = 256;
  private static final int MIN_QUERY_MILLIS = 2_000;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final DiscoveryConfig config;
  private final Dial dial;
  private final Membership membership;
  private final List<Asked> quick = new ArrayList<>();
  private final List<Asked> slow = new ArrayList<>();
  private final @Nullable LoopbackScan ports;
  private final @Nullable MulticastContacts multicast;
  private final Promise<List<PeerAddress>> first = Promise.promise();
  private @Nullable Context context;
  private volatile @Nullable UnmetNodes unmet;
  private Consumer<List<PeerAddress>> listener = contacts -> {};
  private List<PeerAddress> contacts = List.of();
  private long searches;
  private long answers;
  private long failures;
  private boolean timeIsOver;
  private int pauseMillis;
  private long timer = NO_TIMER;
  private boolean stopped;

  /**
   * Creates a search with the built-in sources and these.
   *
   * @param vertx private to the cluster manager
   * @param dial checks which node listens at a port of this host, or at a contact
   * @param others asked after the named contacts and DNS, before multicast
   */
  public Discovery(
      Vertx vertx,
      DiscoveryConfig config,
      Dial dial,
      List<? extends ContactSource> others,
      Membership membership) {
    this.vertx = vertx;
    this.config = config;
    this.dial = dial;
    this.membership = membership;
    pauseMillis = Math.min(FIRST_PAUSE_MILLIS, config.refreshMillis());
    ports = config.portScan() == null ? null : new LoopbackScan(config.portScan(), dial);
    if (ports != null) {
      Asked scan = new Asked(ports);
      quick.add(scan);
      ports.onLateAnswer(scan::ask);
    }
    if (!config.contacts().isEmpty()) {
      quick.add(new Asked(new StaticContacts(config.contacts())));
    }
    if (!config.dns().isEmpty()) {
      int queryMillis = Math.max(MIN_QUERY_MILLIS, config.timeoutMillis());
      slow.add(new Asked(new DnsContacts(config.dns(), config.dnsServer(), queryMillis)));
    }
    others.forEach(source -> slow.add(new Asked(source)));
    multicast = config.multicast() == null
        ? null
        : new MulticastContacts(config.multicast(), config.timeoutMillis(), LOGGER::info);
    if (multicast != null) {
      slow.add(new Asked(multicast));
    }
  }

  /**
   * Returns the sources that others have installed on the class path. Reads files, so not for event
   * loops.
   *
   * @throws java.util.ServiceConfigurationError if one can't be created
   */
  public static List<ContactSource> installedSources() {
    List<ContactSource> sources = new ArrayList<>();
    ServiceLoader.load(ContactSource.class).forEach(sources::add);
    return sources;
  }

  /**
   * Starts the search, which goes on until it is stopped. To be called once, on an event loop.
   *
   * @param changed from the first search on, receives all contacts whenever they have changed
   * @return the contacts of the first search, without this node; never fails
   */
  public Future<List<PeerAddress>> start(Consumer<List<PeerAddress>> changed) {
    Context loop = vertx.getOrCreateContext();
    context = loop;
    unmet =
        new UnmetNodes(vertx, loop, dial, () -> contacts, membership, UnmetNodes.PATIENCE_MILLIS);
    listener = changed;
    all().forEach(Asked::start);
    timer = vertx.setTimer(Math.max(1, config.timeoutMillis()), id -> {
      timeIsOver = true;
      timer = NO_TIMER;
      settle();
    });
    settle();
    return first.future();
  }

  /**
   * Searches at once, since none of the contacts admits this node: those of the first search may
   * have left in the meantime. Belongs to the event loop of the search.
   */
  public void isolated() {
    if (ports != null) {
      ports.forget();
    }
    all().forEach(Asked::ask);
  }

  /** Returns how many contacts are known now. Belongs to the event loop of the search. */
  public int known() {
    return contacts.size();
  }

  /**
   * Returns whether the first search is not over, or a port of this host that it has dialed may
   * still answer. Safe to call from any thread.
   */
  public boolean isSearching() {
    return !first.future().isComplete() || (ports != null && ports.isWaiting());
  }

  /**
   * Returns whether there may be nodes of this cluster at the contacts that this one has not met.
   * If that has not been checked lately, the contacts are dialed, and whoever asks does so again
   * until they have answered. Safe to call from any thread.
   */
  public boolean mayHaveUnmet() {
    UnmetNodes others = unmet;
    return others == null || others.mayExist();
  }

  /** Returns how often a source was asked for contacts. */
  public long searches() {
    return searches;
  }

  /** Returns how often a source answered. */
  public long answers() {
    return answers;
  }

  /** Returns how often a source failed, to start or to answer. */
  public long failures() {
    return failures;
  }

  /** Returns the counters of datagrams, or null without multicast. */
  public @Nullable MulticastCounters multicastCounters() {
    return multicast == null ? null : multicast.counters();
  }

  /** Stops the search; a first search under way ends with what it has. */
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    first.tryComplete(contacts);
    return Future.join(all().stream().map(Asked::stop).toList()).mapEmpty();
  }

  private List<Asked> all() {
    List<Asked> all = new ArrayList<>(quick);
    all.addAll(slow);
    return all;
  }

  /** Handles news: an answer, or the end of the time. */
  private void settle() {
    if (stopped) {
      return;
    }
    List<PeerAddress> now = merge();
    if (first.future().isComplete()) {
      if (!now.equals(contacts)) {
        contacts = now;
        listener.accept(now);
      }
    } else {
      contacts = now;
      if (isFirstLookOver()) {
        vertx.cancelTimer(timer);
        lookLater();
        first.complete(now);
      }
    }
  }

  /**
   * Returns whether the first search is over. The quick sources have bounds of their own, and are
   * always waited for.
   */
  private boolean isFirstLookOver() {
    return quick.stream().allMatch(source -> source.settled)
        && (timeIsOver || !contacts.isEmpty() || slow.stream().allMatch(source -> source.settled));
  }

  private List<PeerAddress> merge() {
    Set<PeerAddress> merged = new LinkedHashSet<>();
    all().forEach(source -> merged.addAll(source.last));
    merged.remove(config.self().address());
    return merged.stream().limit(MAX_CONTACTS).toList();
  }

  /** Moves an answer to our event loop: a source may answer on any thread. */
  private <T> Handler<AsyncResult<T>> onOurLoop(Consumer<AsyncResult<T>> then) {
    Context loop = Objects.requireNonNull(context);
    return result -> loop.runOnContext(now -> then.accept(result));
  }

  private void lookLater() {
    timer = vertx.setTimer(pauseMillis, id -> {
      pauseMillis = Math.min(2 * pauseMillis, config.refreshMillis());
      all().forEach(Asked::ask);
      lookLater();
    });
  }

  /** A source and its last answer. */
  private final class Asked {

    private final ContactSource source;
    private List<PeerAddress> last = List.of();
    private boolean useless;
    private boolean owes;
    private boolean settled;
    private boolean logged;

    Asked(ContactSource source) {
      this.source = source;
    }

    void start() {
      owes = true;
      call(() -> source.start(vertx, config.clusterName(), config.self()))
          .onComplete(onOurLoop(done -> started(done.cause())));
    }

    private void started(@Nullable Throwable failure) {
      owes = false;
      if (failure != null) {
        useless = true;
        failed(failure);
      }
      ask();
    }

    void ask() {
      if (useless || stopped) {
        settled = true;
        settle();
      } else if (!owes) {
        owes = true;
        searches++;
        call(source::contacts).onComplete(onOurLoop(done -> answered(done.result(), done.cause())));
      }
    }

    private void answered(@Nullable List<PeerAddress> answer, @Nullable Throwable failure) {
      owes = false;
      settled = true;
      if (answer != null) {
        answers++;
        last = answer.stream().limit(MAX_CONTACTS).toList();
      } else {
        failed(failure);
      }
      settle();
    }

    /** Logs the first failure: most failures last, and none of them stops the node. */
    private void failed(@Nullable Throwable failure) {
      failures++;
      if (!logged && !stopped) {
        logged = true;
        LOGGER.warn("Discovery by " + source + " failed, retrying: " + failure);
      }
    }

    Future<Void> stop() {
      return call(source::stop).otherwiseEmpty();
    }

    /** Calls others' code, which may throw where it should fail. */
    private <T> Future<T> call(Callable<Future<T>> method) {
      try {
        return method.call();
      } catch (Exception e) {
        return Future.failedFuture(e);
      }
    }
  }
}
