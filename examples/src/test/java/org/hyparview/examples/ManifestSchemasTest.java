package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests have only fields that Kubernetes and Docker Compose have, each with a value of its
 * type: the model of Kubernetes' API and the schema of the Compose Specification say so.
 */
class ManifestSchemasTest {

  private static final Path KUBERNETES = Path.of("kubernetes");
  private static final Path COMPOSE = Path.of("compose", "compose.yaml");
  private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
      "Deployment", Deployment.class,
      "PodDisruptionBudget", PodDisruptionBudget.class,
      "Service", Service.class);

  private static final ObjectMapper MAPPER = new ObjectMapper()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .setAnnotationIntrospector(new KnownFieldsOnly());

  /** The classes of the model keep fields that they don't know; here these are errors. */
  private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      return files.sorted().toList();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  private static JsonNode parse(String yaml) {
    return MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
  }

  private static HasMetadata asObject(JsonNode manifest) throws JsonProcessingException {
    String kind = manifest.path("kind").textValue();
    assertThat(KINDS).containsKey(kind);
    return MAPPER.treeToValue(manifest, KINDS.get(kind));
  }

  /** Without the names of an older dialect than its own, which the validator refuses. */
  private static Set<ValidationMessage> errorsOfCompose(JsonNode document) throws IOException {
    try (InputStream file =
        ManifestSchemasTest.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
      String schema = new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("\"(id|\\$schema)\": \"[^\"]*\",", "");
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
          .getSchema(schema)
          .validate(document);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestHasOnlyFieldsOfItsKind(Path file) throws IOException {
    JsonNode manifest = read(file);
    HasMetadata object = asObject(manifest);
    assertThat(object.getApiVersion()).isEqualTo(manifest.path("apiVersion").textValue());
    assertThat(HasMetadata.getApiVersion(object.getClass())).isEqualTo(object.getApiVersion());
  }

  @Test
  void aFieldThatKubernetesDoesNotHaveIsFound() throws IOException {
    String manifest = Files.readString(KUBERNETES.resolve("deployment.yaml"));
    JsonNode misspelled = parse(manifest.replace("periodSeconds", "periodSecond"));
    assertThatThrownBy(() -> asObject(misspelled))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("periodSecond");
    JsonNode mistyped = parse(manifest.replace("replicas: 3", "replicas: three"));
    assertThatThrownBy(() -> asObject(mistyped)).hasMessageContaining("three");
  }

  @Test
  void theFileOfComposeIsOfItsSchema() throws IOException {
    assertThat(errorsOfCompose(read(COMPOSE))).isEmpty();
  }

  @Test
  void aFieldThatComposeDoesNotHaveIsFound() throws IOException {
    String file = Files.readString(COMPOSE).replace("stop_grace_period", "stop_grace");
    assertThat(errorsOfCompose(parse(file))).singleElement().asString().contains("stop_grace");
  }
}
