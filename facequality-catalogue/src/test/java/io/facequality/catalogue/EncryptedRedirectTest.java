package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facequality.FaceQualityException.ModelException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts encrypted stays so. */
class EncryptedRedirectTest {

    private static final byte[] MODEL = TestModel.bytes(4);
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private SSLContext trusting;
    private HttpsServer encrypted;
    private LocalServer plain;

    @BeforeEach
    void aServerWithACertificateOfItsOwn() throws Exception {
        trusting = context();
        encrypted = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        encrypted.setHttpsConfigurator(new HttpsConfigurator(trusting));
        plain = LocalServer.answering(LocalServer.file(MODEL, "\"a\""));
        encrypted.createContext("/down/", exchange -> {
            exchange.getResponseHeaders().add("Location", plain.base() + TestModel.FILE);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        encrypted.createContext("/round/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/there");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        encrypted.createContext("/there", exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL);
            exchange.close();
        });
        encrypted.start();
    }

    private SSLContext context() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                        "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype",
                        "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(keys)) {
            store.load(stream, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void stop() {
        encrypted.stop(0);
        plain.close();
    }

    private ModelStore.Builder store(String path) {
        return TestModel.store(folder, TestModel.catalogue(folder, MODEL))
                .mirror("https://localhost:" + encrypted.getAddress().getPort() + path);
    }

    @Test
    void refusesRedirectThatWouldLoseEncryption() {
        ModelStore store = store("/down").clientSettings(client -> client.sslContext(trusting)).build();
        assertThatThrownBy(() -> store.fetch(TestModel.ID, LicenseConsent.given()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("redirects that stay encrypted");
        assertThat(plain.connections()).isZero();
    }

    @Test
    void followsRedirectThatKeepsEncryption() {
        ModelStore store = store("/round").clientSettings(client -> client.sslContext(trusting)).build();
        assertThat(store.fetch(TestModel.ID, LicenseConsent.given()).file()).hasBinaryContent(MODEL);
    }

    @Test
    void refusesUnknownCertificateAtOnce() {
        ModelStore store = store("/round").build();
        assertThatThrownBy(() -> store.fetch(TestModel.ID, LicenseConsent.given()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("javax.net.ssl.trustStore");
    }
}
