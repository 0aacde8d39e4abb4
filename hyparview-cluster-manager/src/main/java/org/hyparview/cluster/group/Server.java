package org.hyparview.cluster.group;

import io.microraft.model.message.RaftMessage;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Grant;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftCodec;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** One replica of this node: it serves all nodes while it leads. */
final class Server implements RaftReplica.Host {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

  /** So much may be proposed and not yet agreed on; what is more is to come again. */
  private static final int MAX_PROPOSED_BYTES = 8 << 20;

  private static final int FRAME_BYTES = 256 << 10;
  private static final int TICK_MILLIS = 200;
  private static final int MIN_EXPIRY_MILLIS = 5;
  private static final int MAX_EXPIRY_MILLIS = 3_600_000;

  /** A node that has a session but was never known here is given so long to become known. */
  private static final int STRANGER_MILLIS = 10_000;

  private final Site site;
  private final GroupDescriptor founding;
  private final Endpoint self;
  private final RaftReplica replica;
  private final RaftCodec codec = new RaftCodec();
  private final LogicalClock clock;
  private final VoterManager voters;
  private final Recovery recovery;
  private final Succession succession;
  private final TreeMap<String, Long> strangers = new TreeMap<>();
  private @Nullable GroupDescriptor announced;
  private long proposedBytes;
  private long expiryArmed = Long.MAX_VALUE;
  private boolean expiring;
  private boolean leading;
  private boolean reviewing;
  private boolean transferring;
  private boolean stopped;

  /**
   * A replica that has not started.
   *
   * @param founding the group as its founder made it
   * @param store what the group begins with, if this replica founds it
   */
  Server(Site site, GroupDescriptor founding, Endpoint self, Store store) {
    this.site = site;
    this.founding = founding;
    this.self = self;
    clock = new LogicalClock(store.time(), site.nanos());
    replica = new RaftReplica(
        founding.id(),
        self,
        founding.founder(),
        store,
        site.config().snapshotInterval(),
        site.scheduler(),
        this,
        site.random().nextLong());
    voters = new VoterManager(site, replica, this::descriptor);
    recovery = new Recovery(site, replica, founding);
    succession = new Succession(site, replica, recovery);
  }

  void start() {
    replica.start();
    tick();
  }

  void stop() {
    stopped = true;
    leading = false;
    replica.stop();
  }

  GroupDescriptor founding() {
    return founding;
  }

  RaftReplica replica() {
    return replica;
  }

  VoterManager voters() {
    return voters;
  }

  Recovery recovery() {
    return recovery;
  }

  /** Another replica tells how much it holds. */
  void heard(GroupMessage.Standing standing) {
    recovery.heard(standing);
    succession.heard(standing);
  }

  boolean isLeading() {
    return replica.isLeader();
  }

  private long now() {
    return clock.now(site.nanos());
  }

  /** The group as this replica sees it. */
  GroupDescriptor descriptor() {
    RaftReplica.Members members = replica.members();
    return new GroupDescriptor(
        founding.id(),
        founding.lineage(),
        founding.generation(),
        founding.foundedAt(),
        founding.founder(),
        members.index(),
        List.copyOf(members.voters()),
        replica.term(),
        replica.leader());
  }

  // What nodes ask for

  void ask(String from, Ask ask) {
    int bytes = StoreSizes.of(ask.commands());
    if (!replica.isLeader()) {
      refuse(from, ask.call(), false);
    } else if (proposedBytes > 0 && proposedBytes + bytes > MAX_PROPOSED_BYTES) {
      refuse(from, ask.call(), true);
    } else {
      proposedBytes += bytes;
      replica.propose(new Batch(now(), ask.commands()), (applied, failure) -> {
        proposedBytes -= bytes;
        if (applied == null) {
          refuse(from, ask.call(), false);
        } else {
          answer(from, ask.call(), applied.results());
        }
      });
    }
  }

  void query(String from, Query query) {
    replica.read(ready -> {
      if (ready) {
        Store store = replica.store();
        answer(from, query.call(), query.queries().stream().map(store::answer).toList());
      } else {
        refuse(from, query.call(), false);
      }
    });
  }

  private void answer(String to, long call, List<StoreResult> results) {
    int from = 0;
    List<StoreResult> part = new ArrayList<>();
    int bytes = 0;
    for (StoreResult result : results) {
      int size = StoreSizes.of(result);
      if (!part.isEmpty() && bytes + size > FRAME_BYTES) {
        site.send(to, new Answer(call, from, part));
        from += part.size();
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(result);
      bytes += size;
    }
    site.send(to, new Answer(call, from, part));
  }

  private void refuse(String to, long call, boolean busy) {
    site.send(to, new Refusal(call, busy, replica.isLeader() && !busy ? null : replica.leader()));
  }

  /** Proposes what nobody asked for. It is tried again if it fails. */
  private void propose(List<StoreCommand> commands, Runnable done) {
    replica.propose(new Batch(now(), commands), (applied, failure) -> done.run());
  }

  // What replicas say

  void receive(Raft raft) throws DecodeException {
    RaftMessage message = codec.decode(founding.id(), raft.message().toArray());
    Endpoint sender = (Endpoint) message.getSender();
    if (replica.isLeader() && voters.isRemoved(sender)) {
      site.send(sender.node(), new GroupMessage.Stop(founding.id(), sender));
    } else {
      replica.receive(message);
    }
  }

  @Override
  public void send(Endpoint to, RaftMessage message) {
    byte[] bytes = codec.encode(message, FRAME_BYTES);
    site.send(to.node(), new Raft(founding.id(), to, Bytes.of(bytes)));
  }

  @Override
  public void applied(Applied applied) {
    clock.observe(replica.store().time(), site.nanos());
    if (leading) {
      for (Grant grant : applied.grants()) {
        site.send(grant.node(), new Granted(grant.session(), grant.acquire(), grant.token()));
      }
      armExpiry();
    }
  }

  @Override
  public void changed() {
    if (!reviewing) {
      reviewing = true;
      site.scheduler().execute(() -> {
        reviewing = false;
        review();
      });
    }
  }

  // What has to be seen to

  private void tick() {
    if (!stopped) {
      review();
      site.scheduler().schedule(this::tick, TICK_MILLIS);
    }
  }

  private void review() {
    if (stopped) {
      return;
    }
    boolean leads = replica.isLeader();
    if (leads && !leading) {
      LOGGER.info("Replica " + self + " leads the shared data of the cluster");
      expiryArmed = Long.MAX_VALUE;
      expiring = false;
    }
    leading = leads;
    if (leading) {
      announceIfNew();
      armExpiry();
      checkSessions();
      voters.step();
    }
    recovery.step();
  }

  /** Tries to have this replica removed from the group; the leader says when it is. */
  void leave() {
    Endpoint leader = replica.leader();
    if (!replica.isLeader()) {
      if (leader != null) {
        site.send(leader.node(), new GroupMessage.Leave(founding.id(), self));
      }
    } else if (!transferring) {
      Endpoint heir = replica.members().voters().stream()
          .filter(voter -> !voter.equals(self) && site.directory().has(voter.node()))
          .findFirst()
          .orElse(null);
      if (heir != null) {
        transferring = true;
        replica.transfer(heir, failure -> transferring = false);
      }
    }
  }

  private void announceIfNew() {
    GroupDescriptor present = descriptor();
    if (!present.equals(announced)) {
      announced = present;
      site.port().announce(present);
    }
    for (GroupDescriptor loser : site.directory().losers()) {
      site.port().withdraw(loser.id());
    }
  }

  private void checkSessions() {
    for (String node : replica.store().nodes()) {
      Directory directory = site.directory();
      if (directory.has(node)) {
        strangers.remove(node);
      } else if (directory.isGone(node)
          || site.millis() - strangers.computeIfAbsent(node, none -> site.millis())
              > STRANGER_MILLIS) {
        strangers.remove(node);
        propose(List.of(new ExpireNode(node)), () -> {});
      }
    }
  }

  /** A node is gone. */
  void memberDown(String node) {
    if (leading) {
      if (replica.store().nodes().contains(node)) {
        propose(List.of(new ExpireNode(node)), () -> {});
      }
    } else {
      succession.memberDown(node);
    }
    changed();
  }

  private void armExpiry() {
    long next = replica.store().nextExpiry();
    if (!leading || expiring || next >= expiryArmed) {
      return;
    }
    expiryArmed = next;
    long delay = Math.min(MAX_EXPIRY_MILLIS, Math.max(MIN_EXPIRY_MILLIS, next - now()));
    site.scheduler().schedule(this::expire, delay);
  }

  private void expire() {
    expiryArmed = Long.MAX_VALUE;
    if (leading && !expiring && replica.store().nextExpiry() <= now()) {
      expiring = true;
      propose(List.of(), () -> {
        expiring = false;
        armExpiry();
      });
    } else {
      armExpiry();
    }
  }
}
