package org.hyparview.cluster.protocol.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.jspecify.annotations.Nullable;

/** A node with a session, for tests: numbers its requests, each a batch of its own. */
final class StoreUser {

  final String node;
  final long session;
  private final Store store;
  private long number;

  StoreUser(Store store, String node) {
    this.store = store;
    this.node = node;
    session = amount(only(store.apply(now(new OpenSession(node, 1)))));
  }

  /** The number of the last request. */
  long number() {
    return number;
  }

  Request request(StoreOp op) {
    return new Request(session, 0, ++number, op);
  }

  Applied apply(StoreOp op) {
    return store.apply(now(request(op)));
  }

  StoreResult ask(StoreOp op) {
    return only(apply(op));
  }

  @Nullable
  Bytes value(StoreOp op) {
    return ((Value) ask(op)).value();
  }

  long amount(StoreOp op) {
    return amount(ask(op));
  }

  boolean truth(StoreOp op) {
    return ((Truth) ask(op)).value();
  }

  private Batch now(StoreCommand command) {
    return new Batch(store.time(), List.of(command));
  }

  static long amount(StoreResult result) {
    return ((Amount) result).value();
  }

  static StoreResult only(Applied applied) {
    assertThat(applied.results()).hasSize(1);
    return applied.results().get(0);
  }

  static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
