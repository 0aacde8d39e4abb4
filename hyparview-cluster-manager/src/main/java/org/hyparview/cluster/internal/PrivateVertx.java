package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The creation of the Vert.x that a node has for itself, and calls of others to its contexts. */
final class PrivateVertx {

  private PrivateVertx() {}

  /**
   * Runs a task on a context of a node, and returns what it brings on the caller's; fails if the
   * node's Vert.x has ended.
   */
  static <T> Future<T> call(
      ContextInternal context, ContextInternal caller, Consumer<Promise<T>> task) {
    Promise<T> answer = caller.promise();
    try {
      context.runOnContext(go -> task.accept(answer));
    } catch (RejectedExecutionException loopHasEnded) {
      answer.fail(absent());
    }
    return answer.future();
  }

  static IllegalStateException absent() {
    return new IllegalStateException("This node is not in the cluster");
  }

  /**
   * Creates a Vert.x with one loop, other threads only if needed, and nothing from the user's class
   * path. It has no checker for blocked threads, since the plane detects stalls itself. It resolves
   * names as the user's Vert.x does.
   *
   * @param daemon whether its threads let the JVM end
   */
  static VertxInternal create(VertxInternal user, boolean daemon) {
    VertxOptions options = new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setUseDaemonThread(daemon)
        .setAddressResolverOptions(resolverOptions(user))
        .setFileSystemOptions(new FileSystemOptions()
            .setClassPathResolvingEnabled(false)
            .setFileCachingEnabled(false));
    VertxInternal vertx = (VertxInternal) VertxBootstrap.create()
        .options(options)
        .serviceProviders(List.of())
        .init()
        .vertx();
    vertx.blockedThreadChecker().close();
    return vertx;
  }

  /** Only the user's Vert.x finds a hosts file on the class path. */
  private static AddressResolverOptions resolverOptions(VertxInternal user) {
    AddressResolverOptions options =
        new AddressResolverOptions(user.nameResolver().options());
    String hosts = options.getHostsPath();
    return hosts == null
        ? options
        : options.setHostsPath(user.fileResolver().resolve(hosts).getAbsolutePath());
  }
}
