/** What holds for the whole house; here everything is on the class path. */
@NullMarked
package io.facequality.house;

import org.jspecify.annotations.NullMarked;
