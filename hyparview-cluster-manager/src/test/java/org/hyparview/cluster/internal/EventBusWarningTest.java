package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.List;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.Test;

class EventBusWarningTest {

  private static final String HOST = "192.0.2.1";

  private final LinkOptions secured =
      new LinkOptions().setSecrets(List.of("the-Secret-of-these-tests-12345"));
  private final EventBusOptions plain = new EventBusOptions();

  @Test
  void anEventBusWithoutTlsBesideSecuredLinksIsWarnedOf() {
    assertThat(EventBusWarning.of(secured, plain, HOST)).contains(HOST, "setEventBusOptions");
    LinkOptions tls = new LinkOptions().setNetServerOptions(new NetServerOptions().setSsl(true));
    assertThat(EventBusWarning.of(tls, plain, HOST)).isNotNull();
    assertThat(EventBusWarning.of(secured, plain, "a.example")).isNotNull();
  }

  @Test
  void thereIsNoWarningWithoutAReason() {
    assertThat(EventBusWarning.of(secured, new EventBusOptions().setSsl(true), HOST))
        .isNull();
    assertThat(EventBusWarning.of(new LinkOptions(), plain, HOST)).isNull();
    assertThat(EventBusWarning.of(secured, plain, "127.0.0.1")).isNull();
    assertThat(EventBusWarning.of(secured, plain, "localhost")).isNull();
    assertThat(EventBusWarning.of(secured.setPlaintextWarning(false), plain, HOST))
        .isNull();
  }
}
