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

/** The handlers of a node that closes: others forget them before they end. */
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

  /** Closes a node, and returns who had its handler at the moment at which that was undeployed. */
  private List<Boolean> closeAndLook(HyParViewClusterManager leaving) throws Exception {
    await(start(stays));
    Vertx vertx = await(start(leaving));
    List<Boolean> had = new ArrayList<>();
    Service service = new Service(() -> {
      String id = leaving.getNodeId();
      had.add(nodesAt(leaving, "service").contains(id));
      had.add(nodesAt(stays, "service").contains(id));
    });
    await(vertx.deployVerticle(service));
    assertThat(nodesAt(stays, "service")).containsExactly(leaving.getNodeId());
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
    assertThat(closeAndLook(leaving)).containsExactly(true, false);
  }

  @Test
  void withoutTimeForItTheyAreThereUntilTheEnd() throws Exception {
    HyParViewClusterManager leaving = new HyParViewClusterManager(options().setDrainTime(0));
    assertThat(closeAndLook(leaving)).containsExactly(true, true);
  }

  /** As a verticle may do it that is deployed when the close begins. */
  @Test
  void aHandlerThatIsAddedMeanwhileIsKnownAtItsNodeAlone() throws Exception {
    Vertx first = await(start(stays));
    Vertx vertx = await(start(leaves));
    List<Object> seen = new ArrayList<>();
    VerticleBase service = new VerticleBase() {
      @Override
      public Future<?> stop() {
        var late = vertx.eventBus().<String>consumer("late", message -> message.reply("here"));
        return late.completion()
            .compose(added -> vertx.eventBus().request("late", ""))
            .onSuccess(reply -> {
              seen.add(reply.body());
              seen.add(nodesAt(stays, "late"));
            })
            .compose(replied -> late.unregister())
            .onSuccess(removed -> seen.add(nodesAt(leaves, "late")));
      }
    };
    await(vertx.deployVerticle(service));
    await(vertx.eventBus().consumer("any", message -> {}).completion());
    started.remove(vertx);
    await(vertx.close());
    assertThat(seen).containsExactly("here", List.of(), List.of());
    assertThat(nodesAt(stays, "any")).isEmpty();
    await(first.eventBus().consumer("any", message -> message.reply("still")).completion());
    assertThat(await(first.eventBus().request("any", "")).body()).isEqualTo("still");
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
