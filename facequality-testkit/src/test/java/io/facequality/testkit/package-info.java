/** The contracts on what is shipped, and on implementations that are broken on purpose. */
@NullMarked
package io.facequality.testkit;

import org.jspecify.annotations.NullMarked;
