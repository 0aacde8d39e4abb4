package org.hyparview.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import org.hyparview.HyParViewOptions;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and whatever else Vert.x's own options say: done, or refused. */
class ForeignJsonTest {

  private static LinkOptions server(String json) {
    return new HyParViewOptions(
            new JsonObject().put("netServerOptions", new JsonObject(json.replace('\'', '"'))))
        .getLinks();
  }

  private static LinkOptions client(String json) {
    return new HyParViewOptions(
            new JsonObject().put("netClientOptions", new JsonObject(json.replace('\'', '"'))))
        .getLinks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'ssl':true}",
        "{'ssl':true,'pemKeyCertOptions':{'certPath':'c','keyPath':'k'}}",
        "{'ssl':true,'pemKeyCertOptions':{'certPaths':['c','d'],'keyPaths':['k','l']}}",
        "{'ssl':true,'pfxKeyCertOptions':{'path':'x','password':'y'},'clientAuth':'REQUIRED',"
            + "'pemTrustOptions':{'certPaths':['a']}}",
        "{'ssl':true,'keyStoreOptions':{'path':'x'},'trustStoreOptions':{'path':'y'}}",
        "{'ssl':true,'enabledSecureTransportProtocols':['TLSv1.3'],'enabledCipherSuites':['A']}",
        "{'idleTimeoutUnit':'MINUTES','tcpUserTimeout':5,'trafficClass':null}",
        "{'trafficShapingOptions':{'inboundGlobalBandwidth':1}}"
      })
  void whatVertxUnderstandsIsTaken(String json) {
    assertThat(server(json).get(LinkOptions.NET_SERVER_OPTIONS).isSsl())
        .isEqualTo(json.contains("'ssl':true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'ssl':'true'}|netServerOptions.ssl must not be \"true\", which Vert.x takes for false",
        "{'SSL':true}|netServerOptions.SSL is no option of Vert.x, or has a value of a wrong"
            + " type; did you mean ssl?",
        "{'ssl':1}|netServerOptions.ssl must not be 1",
        "{'ssl':[true]}|netServerOptions.ssl must not be [true]",
        "{'ssl':true,'clientauth':'REQUIRED'}|did you mean clientAuth?",
        "{'ssl':true,'clientAuth':'required'}|netServerOptions: No enum constant",
        "{'ssl':true,'clientAuth':true}|netServerOptions.clientAuth must not be true",
        "{'ssl':true,'keyCertOptions':{}}|netServerOptions.keyCertOptions",
        "{'ssl':true,'pfxKeyCertOptions':{'file':'x'}}|netServerOptions.pfxKeyCertOptions.file",
        "{'ssl':true,'pfxKeyCertOptions':'x'}|netServerOptions: a value has a wrong type",
        "{'ssl':true,'pfxKeyCertOptions':{'password':5}}"
            + "|netServerOptions.pfxKeyCertOptions.password is no option",
        "{'ssl':true,'enabledCipherSuites':'A'}|enabledCipherSuites must not be \"A\"",
        "{'ssl':true,'pemTrustOptions':{'certPath':'a'}}|netServerOptions.pemTrustOptions.certPath",
        "{'tcpUserTimeout':'5'}|netServerOptions.tcpUserTimeout must not be \"5\"",
        "{'trustAll':true}|netServerOptions.trustAll",
        "{'sslOptions':{'clientAuth':'REQUIRED'}}|netServerOptions.sslOptions",
        "{'port':77}|netServerOptions must not have host and port",
        "{'host':'h'}|netServerOptions must not have host and port",
      })
  void whatVertxWouldIgnoreIsRefused(String json, String message) {
    assertThatThrownBy(() -> server(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'clientAuth':'REQUIRED'}|clientAuth",
        "{'pfxKeyCertOptions':{'path':'x'}}|a key",
        "{'ssl':false,'pemTrustOptions':{'certPaths':['x']}}|trust options",
      })
  void whatOnlyTlsHasIsRefusedWithoutIt(String json, String what) {
    assertThatThrownBy(() -> server(json))
        .hasMessage("netServerOptions has " + what
            + ", but not \"ssl\": true, so connections would not be encrypted");
    if (!json.contains("clientAuth")) {
      assertThatThrownBy(() -> client(json)).hasMessageContaining("netClientOptions has " + what);
    }
  }

  @Test
  void theSameIsRefusedOfAClient() {
    assertThatThrownBy(() -> client("{'trustAll':true}")).hasMessageContaining("has trustAll");
    assertThatThrownBy(() -> client("{'hostnameVerificationAlgorithm':'HTTPS'}"))
        .hasMessageContaining("has hostnameVerificationAlgorithm");
    assertThatThrownBy(() -> client("{'ssl':'true'}")).hasMessageContaining("takes for false");
    assertThat(client("{'ssl':true,'trustAll':true,'hostnameVerificationAlgorithm':''}")
            .get(LinkOptions.NET_CLIENT_OPTIONS)
            .isTrustAll())
        .isTrue();
  }

  @Test
  void bothEndsHaveTlsOrNone() {
    LinkOptions options =
        new LinkOptions().setNetServerOptions(new NetServerOptions().setSsl(true));
    assertThatThrownBy(options::checkTls)
        .hasMessage("ssl is set in netServerOptions, but not in netClientOptions: set it in both");
    options.setNetClientOptions(new NetClientOptions().setSsl(true)).checkTls();
    options.setNetServerOptions(new NetServerOptions());
    assertThatThrownBy(options::checkTls).hasMessageContaining("not in netServerOptions");
  }
}
