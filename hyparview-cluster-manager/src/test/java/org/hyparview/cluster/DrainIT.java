package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other nodes know of the handlers of one that closes. */
class DrainIT extends LocalNodes {

  /** A verticle with a handler, which looks around when it is undeployed. */
  private static final class Service extends VerticleBase {

    private final Promise<Void> undeployed = Promise.promise();
    private final Future<?> lookedAround;

    Service(Runnable look) {
      lookedAround = undeployed.future().map(stopping -> {
        look.run();
        return null;
      });
    }

    @Override
    public Future<?> start() {
      return vertx
          .eventBus()
          .<String>consumer("service", message -> message.reply(message.body()))
          .completion();
    }

    @Override
    public Future<?> stop() {
      undeployed.complete();
      return lookedAround;
    }
  }

  private final HyParViewClusterManager stays = new HyParViewClusterManager(options());
  private final HyParViewClusterManager leaves = new HyParViewClusterManager(options());

  private static List<String> nodesAt(HyParViewClusterManager manager, String address) {
    Promise<List<RegistrationInfo>> found = Promise.promise();
    manager.getRegistrations(address, found);
    return found.future().result().stream().map(RegistrationInfo::nodeId).toList();
  }

  /**
   * Closes a node, and returns whether itself and the other one had its handler at the moment at
   * which that was undeployed.
   */
  private List<Boolean> closeAndLook(HyParViewClusterManager leaving, boolean servedByBoth)
      throws Exception {
    Vertx other = await(start(stays));
    Vertx vertx = await(start(leaving));
    if (servedByBoth) {
      await(other.deployVerticle(new Service(() -> {})));
    }
    List<Boolean> had = new ArrayList<>();
    Service service = new Service(() -> {
      String id = leaving.getNodeId();
      had.add(nodesAt(leaving, "service").contains(id));
      had.add(nodesAt(stays, "service").contains(id));
    });
    await(vertx.deployVerticle(service));
    assertThat(nodesAt(stays, "service")).contains(leaving.getNodeId());
    started.remove(vertx);
    await(vertx.close());
    await(service.lookedAround);
    return had;
  }

  @ParameterizedTest
  @EnumSource(MembershipScope.class)
  void othersForgetTheHandlersOfAClosingNodeBeforeItsVerticlesEnd(MembershipScope scope)
      throws Exception {
    HyParViewClusterManager leaving =
        new HyParViewClusterManager(options().setMembershipScope(scope));
    assertThat(closeAndLook(leaving, true)).containsExactly(true, false);
  }

  /** What it gets until then would fail at once otherwise. */
  @Test
  void theOnlyHandlerOfAnAddressIsThereUntilTheEnd() throws Exception {
    assertThat(closeAndLook(leaves, false)).containsExactly(true, true);
  }

  @Test
  void withoutTimeForItTheyAreThereUntilTheEnd() throws Exception {
    HyParViewClusterManager leaving = new HyParViewClusterManager(options().setDrainTime(0));
    assertThat(closeAndLook(leaving, true)).containsExactly(true, true);
  }

  /** As a verticle may do it that is deployed when the close begins. */
  @Test
  void aHandlerThatIsAddedMeanwhileIsKnownAtItsNodeAlone() throws Exception {
    Vertx first = await(start(stays));
    Vertx vertx = await(start(leaves));
    String id = stays.getNodeId();
    await(first.eventBus().consumer("late", message -> message.reply("there")).completion());
    await(first.eventBus().consumer("any", message -> message.reply("there")).completion());
    List<Object> seen = new ArrayList<>();
    VerticleBase service = new VerticleBase() {
      @Override
      public Future<?> stop() {
        var late = vertx.eventBus().<String>consumer("late", message -> message.reply("here"));
        return late.completion()
            .onSuccess(added -> {
              seen.add(nodesAt(leaves, "late").size());
              seen.add(nodesAt(stays, "late"));
            })
            .compose(added -> late.unregister())
            .onSuccess(removed -> seen.add(nodesAt(leaves, "late")));
      }
    };
    await(vertx.deployVerticle(service));
    await(vertx.eventBus().consumer("any", message -> {}).completion());
    started.remove(vertx);
    await(vertx.close());
    assertThat(seen).containsExactly(2, List.of(id), List.of(id));
    assertThat(nodesAt(stays, "any")).containsExactly(id);
    assertThat(await(first.eventBus().request("any", "")).body()).isEqualTo("there");
  }

  /** Each request that is sent while another node closes is answered by one that stays. */
  @Test
  void requestsGoToNodesThatStay() throws Exception {
    Vertx sender = await(start(stays));
    Vertx vertx = await(start(leaves));
    await(sender.deployVerticle(new Service(() -> {})));
    List<Future<?>> requests = new ArrayList<>();
    Service service = new Service(() -> {
      for (int i = 0; i < 100; i++) {
        requests.add(sender.eventBus().request("service", "request " + i));
      }
    });
    await(vertx.deployVerticle(service));
    started.remove(vertx);
    await(vertx.close());
    await(service.lookedAround);
    assertThat(requests).hasSize(100);
    for (Future<?> request : requests) {
      await(request);
    }
  }
}
