/** Published models by id. The only library module that opens a network connection. */
module io.facequality.catalogue {
    requires transitive io.facequality.onnx;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires static org.jspecify;

    exports io.facequality.catalogue;
}
