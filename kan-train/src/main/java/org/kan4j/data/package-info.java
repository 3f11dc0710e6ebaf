/** Tables, and the rows of inputs and targets that training needs. */
package org.kan4j.data;
