@NullMarked
package io.facequality.distill.network;

import org.jspecify.annotations.NullMarked;
