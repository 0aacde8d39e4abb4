package org.hyparview.transport.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.hyparview.certificates.CertificateAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

  private static final CertificateAuthority AUTHORITY = new CertificateAuthority("test");

  private static List<String> namesOf(String subject, String... alternativeNames) {
    return CertificateNames.of(List.of(AUTHORITY.certify(subject, alternativeNames)));
  }

  @Test
  void urisCountBeforeAllOthers() {
    assertThat(namesOf("CN=c", "DNS:d", "URI:hyparview:a", "URI:hyparview:b", "URI:spiffe://x/y"))
        .containsExactly("a", "b");
  }

  @Test
  void dnsNamesCountBeforeTheCommonName() {
    assertThat(namesOf("CN=c", "DNS:a.example", "DNS:*.example", "URI:spiffe://x/y"))
        .containsExactly("a.example", "*.example");
  }

  @Test
  void theCommonNameCountsWithoutAnyOfThem() {
    assertThat(namesOf("CN=a\\, b, O=someone")).containsExactly("a, b");
    assertThat(namesOf("CN=a, O=someone", "IP:127.0.0.1", "URI:spiffe://x/y")).containsExactly("a");
    assertThat(namesOf("O=someone")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hyparview:zone/a,zone/a",
    "hyparview:a%20b,a b",
    "hyparview:caf%C3%A9,café",
    "hyparview:a+b,a+b",
    "hyparview://a,//a",
    "hyparview:a%23b,a#b",
  })
  void urisAreDecoded(String uri, String name) {
    assertThat(namesOf("CN=c", "URI:" + uri)).containsExactly(name);
  }

  /** Such a name doesn't make those of other kinds count. */
  @ParameterizedTest
  @CsvSource({"hyparview:a#b", "hyparview:a%0Ab"})
  void whatIsNoIdNamesNoNode(String uri) {
    assertThat(namesOf("CN=c", "DNS:d", "URI:" + uri)).isEmpty();
  }

  @Test
  void noCertificateNamesNoNode() {
    assertThat(CertificateNames.of(List.of())).isEmpty();
  }

  @Test
  void onlyTheFirstCertificateOfAChainIsThatOfTheNode() {
    assertThat(CertificateNames.of(List.of(AUTHORITY.certify("CN=a"), AUTHORITY.certify("CN=b"))))
        .containsExactly("a");
  }

  @Test
  void someOfTheNamesAreShown() {
    assertThat(CertificateNames.shown(List.of())).isEqualTo("names no node");
    assertThat(CertificateNames.shown(List.of("a", "b"))).isEqualTo("names \"a\", \"b\"");
    assertThat(CertificateNames.shown(
            IntStream.range(0, 7).mapToObj(String::valueOf).toList()))
        .isEqualTo("names \"0\", \"1\", \"2\", \"3\", \"4\" and 2 more");
  }
}
