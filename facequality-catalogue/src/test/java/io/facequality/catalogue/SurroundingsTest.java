package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SurroundingsTest {

    private static Surroundings of(Map<String, String> properties, Map<String, String> variables) {
        return new Surroundings(properties::get, variables::get);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its absolute paths have other forms")
    void knowsPlacesOfEachSystem() {
        Map<String, String> linux = Map.of("os.name", "Linux", "user.home", "/home/ada");
        assertThat(of(linux, Map.of()).cacheFolder()).isEqualTo(Path.of("/home/ada/.cache/facequality/models"));
        assertThat(of(linux, Map.of()).usualCatalogueFile())
                .isEqualTo(Path.of("/home/ada/.config/facequality/catalogue.json"));
        Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/big/cache", "XDG_CONFIG_HOME", "/etc/ada");
        assertThat(of(linux, xdg).cacheFolder()).isEqualTo(Path.of("/big/cache/facequality/models"));
        assertThat(of(linux, xdg).usualCatalogueFile()).isEqualTo(Path.of("/etc/ada/facequality/catalogue.json"));
        assertThat(of(linux, Map.of("XDG_CACHE_HOME", "relative")).cacheFolder())
                .isEqualTo(Path.of("/home/ada/.cache/facequality/models"));

        Map<String, String> mac = Map.of("os.name", "Mac OS X", "user.home", "/Users/ada");
        assertThat(of(mac, Map.of()).cacheFolder()).isEqualTo(Path.of("/Users/ada/Library/Caches/facequality/models"));
        assertThat(of(mac, Map.of()).usualCatalogueFile())
                .isEqualTo(Path.of("/Users/ada/Library/Application Support/facequality/catalogue.json"));

        Map<String, String> windows = Map.of("os.name", "Windows 11", "user.home", "/users/ada");
        Map<String, String> folders = Map.of("LOCALAPPDATA", "/users/ada/Local", "APPDATA", "/users/ada/Roaming");
        assertThat(of(windows, folders).cacheFolder()).isEqualTo(Path.of("/users/ada/Local/facequality/models"));
        assertThat(of(windows, folders).usualCatalogueFile())
                .isEqualTo(Path.of("/users/ada/Roaming/facequality/catalogue.json"));
        assertThat(of(windows, Map.of()).cacheFolder())
                .isEqualTo(Path.of("/users/ada/AppData/Local/facequality/models"));
    }

    @Test
    void prefersSystemPropertyToEnvironmentVariableToUsualPlace() {
        Map<String, String> variables = Map.of(
                "FACEQUALITY_CACHE", "a", "FACEQUALITY_CATALOGUE", "b", "FACEQUALITY_MIRROR", "c",
                "FACEQUALITY_OFFLINE", "1");
        Surroundings byVariables = of(Map.of(), variables);
        assertThat(byVariables.cacheFolder()).isEqualTo(Path.of("a"));
        assertThat(byVariables.catalogueFile()).contains(Path.of("b"));
        assertThat(byVariables.mirror()).contains("c");
        assertThat(byVariables.isOffline()).isTrue();
        Surroundings byProperties = of(
                Map.of(
                        "facequality.cache", "d", "facequality.catalogue", "e", "facequality.mirror", "f",
                        "facequality.offline", "no"),
                variables);
        assertThat(byProperties.cacheFolder()).isEqualTo(Path.of("d"));
        assertThat(byProperties.catalogueFile()).contains(Path.of("e"));
        assertThat(byProperties.mirror()).contains("f");
        assertThat(byProperties.isOffline()).isFalse();
        assertThat(of(Map.of(), Map.of("FACEQUALITY_OFFLINE", " ")).isOffline()).isFalse();
        assertThatThrownBy(() -> of(Map.of(), Map.of("FACEQUALITY_OFFLINE", "perhaps")).isOffline())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("perhaps");
    }
}
