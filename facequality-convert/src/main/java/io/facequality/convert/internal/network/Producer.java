package io.facequality.convert.internal.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What models name as the program that made them. */
public final class Producer {

    /** The name of this library. */
    public static final String NAME = "facequality";

    private Producer() {}

    /** The version of this library, as the build wrote it down. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream stream = Producer.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
