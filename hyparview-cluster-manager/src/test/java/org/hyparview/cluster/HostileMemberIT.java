package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.cluster.group.GroupCodec;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.group.GroupMessage;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.failure.FailureMessage.Suspicion;
import org.hyparview.cluster.protocol.plane.Payload;
import org.hyparview.cluster.protocol.registry.Delta;
import org.hyparview.cluster.protocol.registry.Entry;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.hyparview.cluster.protocol.registry.RecordOp;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.cluster.protocol.registry.Stamp;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.ForgedMessages;
import org.hyparview.host.FreePorts;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.hyparview.HyParViewMessage.Shuffle;
import org.hyparview.protocol.hyparview.TimeToLive;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.MessageId;
import org.junit.jupiter.api.Test;

/**
 * A cluster that a hostile node has attacked by a few messages on real sockets, and left: seconds
 * later it is whole, and its shared data answer.
 */
class HostileMemberIT {

  private static final int RECOVERY_SECONDS = 10;

  private final String cluster = "hostile-" + UUID.randomUUID();
  private final List<PeerAddress> addresses = new ArrayList<>();
  private final List<HyParViewClusterManager> managers = new ArrayList<>();
  private final List<Vertx> members = new ArrayList<>();
  private long counted;

  /** An attack: what a hostile node does, and its name. */
  @FunctionalInterface
  private interface Attack {
    void by(HostileMember hostile) throws Exception;
  }

  private void start() throws Exception {
    int port = FreePorts.one();
    addresses.add(new PeerAddress("127.0.0.1", port));
    HyParViewClusterManager manager = new HyParViewClusterManager(new HyParViewClusterOptions()
        .setClusterName(cluster)
        .setHost("127.0.0.1")
        .setPort(port)
        .setContacts(List.of(addresses.get(0).toString()))
        .setMulticast(new MulticastOptions().setEnabled(false)));
    managers.add(manager);
    members.add(await(Vertx.builder().withClusterManager(manager).buildClustered()));
  }

  @Test
  void afterAnAttackTheClusterIsWhole() throws Exception {
    for (int i = 0; i < 3; i++) {
      start();
    }
    demandWhole("the start", Waits.PATIENCE_SECONDS);
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put("deaths", this::declareDead);
    attacks.put("farewells", this::leaveForOthers);
    attacks.put("ids of broadcasts", this::takeIds);
    attacks.put("a group", this::announceGroup);
    attacks.put("a learner", this::startLearners);
    attacks.put("terms", this::takeTerms);
    attacks.put("stops", this::stopReplicas);
    attacks.put("early updates", this::sendEarlyUpdates);
    for (Map.Entry<String, Attack> attack : attacks.entrySet()) {
      for (boolean asMember : new boolean[] {false, true}) {
        String name = attack.getKey() + (asMember ? " of a member" : " of a stranger");
        try (HostileMember hostile =
            new HostileMember(cluster, UUID.randomUUID().toString(), addresses)) {
          if (asMember) {
            hostile.broadcast(new Payload.OfRegistry(update(hostile, false)));
          }
          attack.getValue().by(hostile);
          await(members.get(0).timer(500, TimeUnit.MILLISECONDS));
        }
        demandWhole(name, RECOVERY_SECONDS);
      }
    }
    for (Vertx member : members) {
      await(member.close());
    }
  }

  // What must be true

  private void demandWhole(String after, int seconds) throws Exception {
    long start = System.nanoTime();
    String trouble = "never looked";
    while (!trouble.isEmpty()) {
      assertThat(System.nanoTime() - start)
          .as("nanoseconds after %s: %s", after, trouble)
          .isLessThan(TimeUnit.SECONDS.toNanos(seconds));
      trouble = trouble();
    }
  }

  /** Returns what is wrong, empty if nothing is. */
  private String trouble() throws Exception {
    for (int i = 0; i < members.size(); i++) {
      if (managers.get(i).getNodes().size() != members.size()) {
        await(members.get(0).timer(50, TimeUnit.MILLISECONDS));
        return "node " + i + " sees " + managers.get(i).getNodes();
      }
      Vertx member = members.get(i);
      String address = "address-" + UUID.randomUUID();
      var consumer = member.eventBus().consumer(address, message -> message.reply("heard"));
      await(consumer.completion());
      Vertx other = members.get((i + 1) % members.size());
      await(other.eventBus().request(address, "hello"));
      await(consumer.unregister());
      var counter = await(member.sharedData().getCounter("c"));
      long value = await(counter.incrementAndGet().otherwise(-1L));
      if (value != counted + 1) {
        return "node " + i + " counts " + value + " after " + counted;
      }
      counted = value;
    }
    return "";
  }

  // Attacks

  private static Update update(HostileMember hostile, boolean leaving, Entry... entries) {
    Peer owner = hostile.self();
    Delta delta = new Delta(owner, new Stamp(owner.incarnation(), 0), List.of());
    return new Update(delta, List.of(entries), leaving);
  }

  private void declareDead(HostileMember hostile) throws Exception {
    for (Peer victim : hostile.nodes()) {
      for (long incarnation : new long[] {victim.incarnation(), Long.MAX_VALUE}) {
        hostile.broadcast(
            new Payload.OfFailure(new Dead(victim.id(), incarnation, Evidence.REFUSAL)));
        hostile.broadcast(new Payload.OfFailure(
            new Suspicion(victim.id(), incarnation, hostile.self().id(), Evidence.REFUSAL)));
      }
    }
  }

  private void leaveForOthers(HostileMember hostile) throws Exception {
    Peer victim = hostile.nodes().get(1);
    for (long incarnation : new long[] {victim.incarnation() + 5, Long.MAX_VALUE}) {
      Peer claimed = victim.withIncarnation(incarnation);
      Delta delta = new Delta(claimed, new Stamp(incarnation, 0), List.of());
      hostile.broadcast(
          new MessageId(victim.id(), incarnation, 1_000_000),
          new Payload.OfRegistry(new Update(delta, List.of(), true)));
    }
  }

  private void takeIds(HostileMember hostile) throws Exception {
    for (Peer victim : hostile.nodes()) {
      Payload any = new Payload.OfFailure(new Dead(victim.id(), 0, Evidence.REFUSAL));
      hostile.broadcast(new MessageId(victim.id(), Long.MAX_VALUE, 0), any);
      hostile.broadcast(
          new MessageId(victim.id(), victim.incarnation(), MessageId.MAX_SEQUENCE), any);
    }
  }

  private static GroupDescriptor group(HostileMember hostile) {
    Endpoint self = new Endpoint(hostile.self().id().toString(), 1);
    return new GroupDescriptor(
        "forged",
        "forged",
        Long.MAX_VALUE,
        0,
        self,
        1,
        List.of(self),
        1,
        self,
        List.of(hostile.self()),
        true,
        null);
  }

  private void announceGroup(HostileMember hostile) throws Exception {
    GroupDescriptor forged = group(hostile);
    EntryKey key =
        new EntryKey("__hyparview.groups", Bytes.of("forged".getBytes(StandardCharsets.UTF_8)));
    long timestamp = hostile.self().incarnation() << 16;
    Entry entry = new Entry(
        key, new GroupCodec().encode(forged), timestamp, hostile.self().id());
    hostile.broadcast(new Payload.OfRegistry(update(hostile, false, entry)));
  }

  private void startLearners(HostileMember hostile) throws Exception {
    hostile.send(new GroupMessage.StartLearner(group(hostile)));
  }

  /** Asks for the group, as any node may. */
  private static GroupDescriptor ask(HostileMember hostile) throws Exception {
    hostile.send(new GroupMessage.Inquiry("any"));
    GroupMessage answer = hostile.answer();
    while (!(answer instanceof GroupMessage.Superseded)) {
      answer = hostile.answer();
    }
    return ((GroupMessage.Superseded) answer).group();
  }

  private void takeTerms(HostileMember hostile) throws Exception {
    GroupDescriptor group = ask(hostile);
    Endpoint self = new Endpoint(hostile.self().id().toString(), 1);
    for (Endpoint voter : group.voters()) {
      for (byte[] message : List.of(
          ForgedMessages.vote(group.id(), self, Integer.MAX_VALUE),
          ForgedMessages.append(group.id(), self, Integer.MAX_VALUE))) {
        hostile.send(new GroupMessage.Raft(group.id(), voter, Bytes.of(message), null));
      }
    }
  }

  private void stopReplicas(HostileMember hostile) throws Exception {
    GroupDescriptor group = ask(hostile);
    for (Endpoint voter : group.voters()) {
      hostile.send(new GroupMessage.Stop(group.id(), voter));
    }
  }

  /** Sends 24 MB of what a registry would keep until what is before it arrives. */
  private void sendEarlyUpdates(HostileMember hostile) throws Exception {
    List<RecordOp> ops = Collections.nCopies(8, new RecordOp.AddRegistration(1, "a".repeat(8_000)));
    for (int owner = 0; owner < 64; owner++) {
      Peer forged = new Peer(
          PeerId.of("early-" + owner),
          hostile.self().incarnation(),
          hostile.self().address());
      for (int version = 1; version <= 2; version++) {
        Delta delta = new Delta(forged, new Stamp(forged.incarnation(), 100L * version), ops);
        hostile.broadcast(
            new MessageId(forged.id(), forged.incarnation(), version),
            new Payload.OfRegistry(new Update(delta, List.of(), false)));
      }
    }
  }

  // What others would be harmed by

  /** Nodes dial the origins of shuffles, and the candidates in them, so others could be scanned. */
  @Test
  void shufflesWithForgedOriginsCauseFewConnections() throws Exception {
    for (int i = 0; i < 3; i++) {
      start();
    }
    demandWhole("the start", Waits.PATIENCE_SECONDS);
    AtomicInteger dialed = new AtomicInteger();
    try (ServerSocket victim = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        HostileMember hostile =
            new HostileMember(cluster, UUID.randomUUID().toString(), addresses)) {
      Thread counter = new Thread(() -> count(victim, dialed));
      counter.start();
      PeerAddress address = new PeerAddress("127.0.0.1", victim.getLocalPort());
      ComponentLabel label =
          new ComponentLabel(hostile.self().id(), hostile.self().incarnation(), 0);
      for (int i = 0; i < 2_000; i++) {
        Peer forged = new Peer(PeerId.of("forged-" + i), 1, address);
        hostile.send(new Shuffle(forged, i, TimeToLive.of(1), label, List.of()));
      }
      await(members.get(0).timer(3, TimeUnit.SECONDS));
    }
    System.out.println(dialed + " connections for 2,000 forged shuffles to each of three nodes");
    assertThat(dialed.get()).isLessThan(3 * 100);
    demandWhole("the shuffles", RECOVERY_SECONDS);
    for (Vertx member : members) {
      await(member.close());
    }
  }

  private static void count(ServerSocket victim, AtomicInteger dialed) {
    while (!victim.isClosed()) {
      try {
        victim.accept().close();
        dialed.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }
}
