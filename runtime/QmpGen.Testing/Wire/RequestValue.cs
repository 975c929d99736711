using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>A value that a client sent, or the fault in its JSON.</summary>
internal sealed record RequestValue(JsonElement Json, string? Fault = null);
