/**
 * Published models: what is known of them, and how they come onto this machine.
 *
 * <p>{@link io.facequality.catalogue.Catalogue} is a list of models as data; {@link
 * io.facequality.catalogue.ModelStore} fetches them into a folder, checks them, and finds them again. Nothing
 * here opens a model, and nothing else in this library opens a network connection.
 */
@NullMarked
package io.facequality.catalogue;

import org.jspecify.annotations.NullMarked;
