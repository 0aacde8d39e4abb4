package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineHostTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Says something. */
  private record Saying(String words) implements Output<Consumer<String>> {

    @Override
    public void passTo(Consumer<String> host) {
      host.accept(words);
    }
  }

  /** Asks to be woken at a time, and says so when it was. */
  private static final class AlarmClock implements Machine<Consumer<String>> {
    private final Outbox<Consumer<String>> outbox = new Outbox<>();
    private long deadline = NEVER;

    void receive(long link, Peer from, String message, long now) {
      outbox.add(new Saying(from.id() + " says " + message + " on " + link));
    }

    @Override
    public void linkLost(long link, long now) {
      outbox.add(new Saying("lost " + link));
    }

    @Override
    public void wake(long now) {
      if (now >= deadline) {
        deadline = NEVER;
        outbox.add(new Saying("rang"));
      }
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public Outbox<Consumer<String>> outbox() {
      return outbox;
    }
  }

  private static long clock() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Test
  void actionsAreDoneInOrderAndTheMachineIsWokenAtItsDeadline() throws Exception {
    AlarmClock machine = new AlarmClock();
    List<String> done = new ArrayList<>();
    CompletableFuture<Void> rang = new CompletableFuture<>();
    MachineHost<Consumer<String>> host = new MachineHost<>(
        vertx,
        machine,
        action -> {
          done.add(action);
          if (action.equals("rang")) {
            rang.complete(null);
          }
        },
        MachineHostTest::clock);
    vertx.runOnContext(v -> host.input(now -> {
      machine.linkLost(1, now);
      machine.linkLost(2, now);
      machine.deadline = now + 10;
    }));
    rang.get(20, TimeUnit.SECONDS);
    assertThat(done).containsExactly("lost 1", "lost 2", "rang");
  }

  @Test
  void whatIsToBeDoneAfterwardsMayCallTheMachineOnceTheActionsAreDone() {
    AlarmClock machine = new AlarmClock();
    List<String> done = new ArrayList<>();
    List<MachineHost<Consumer<String>>> host = new ArrayList<>();
    host.add(new MachineHost<>(
        vertx,
        machine,
        action -> {
          done.add(action);
          if (action.equals("lost 1")) {
            host.get(0).afterwards(() -> host.get(0).input(now -> machine.linkLost(3, now)));
            host.get(0).afterwards(() -> done.add("and then"));
          }
        },
        MachineHostTest::clock));
    host.get(0).input(now -> {
      machine.linkLost(1, now);
      machine.linkLost(2, now);
    });
    host.get(0).afterwards(() -> done.add("at once"));
    assertThat(done).containsExactly("lost 1", "lost 2", "lost 3", "and then", "at once");
  }

  @Test
  void aMessageIsAnInput() {
    AlarmClock machine = new AlarmClock();
    List<String> done = new ArrayList<>();
    MachineHost<Consumer<String>> host =
        new MachineHost<>(vertx, machine, done::add, MachineHostTest::clock);
    Peer peer = new Peer(PeerId.of("a"), 1, new PeerAddress("a", 1));
    host.receive(machine::receive, 7, peer, "hello");
    assertThat(done).containsExactly("a says hello on 7");
  }

  @Test
  void anActionThatCallsTheMachineIsAnError() {
    AlarmClock machine = new AlarmClock();
    List<MachineHost<Consumer<String>>> host = new ArrayList<>();
    host.add(new MachineHost<>(
        vertx,
        machine,
        action -> host.get(0).input(now -> machine.linkLost(2, now)),
        MachineHostTest::clock));
    assertThatThrownBy(() -> host.get(0).input(now -> machine.linkLost(1, now)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A machine's action has called the machine");
  }
}
