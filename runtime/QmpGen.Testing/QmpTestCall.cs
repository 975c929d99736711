using System.Text.Json;

namespace QmpGen.Testing;

/// <summary>A command that the server received.</summary>
/// <param name="Command">Its wire name.</param>
/// <param name="Arguments">Its arguments; an empty object where the request had none.</param>
/// <param name="OutOfBand">Whether it was to be executed out-of-band.</param>
/// <remarks>Immutable, and safe for use by several threads. The arguments outlive the server.</remarks>
public sealed record QmpTestCall(string Command, JsonElement Arguments, bool OutOfBand);
