/**
 * Sources to meters: which interfaces or files are captured, at which pace, on which thread; start and end of the service.
 */
package io.tidemark.capture.capture;
