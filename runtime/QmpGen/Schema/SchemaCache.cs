using System.Security.Cryptography;

namespace QmpGen;

/// <summary>The schemas of servers, which all connections of the process share.</summary>
/// <remarks>A version and package do not identify a schema, because programs of other architectures have the same. So
/// each connection fetches the schema, and only reading and comparing it is saved.</remarks>
internal static class SchemaCache
{
    // A fleet has few different builds. Beyond the bound, each schema is read again.
    private const int Capacity = 32;

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<(QmpVersion, UInt128), SchemaGraph> s_schemas = [];

    /// <summary>Reads a schema, unless a server of the same version sent the same text before.</summary>
    /// <exception cref="QmpProtocolException">The text is not a schema.</exception>
    public static SchemaGraph Read(QmpVersion version, ReadOnlyMemory<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json.Span, hash);
        (QmpVersion, UInt128) key = (version, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
        lock (s_gate)
        {
            if (s_schemas.TryGetValue(key, out SchemaGraph? known))
            {
                return known;
            }
        }

        SchemaGraph schema = ServerSchemaReader.Read(json);
        lock (s_gate)
        {
            if (s_schemas.Count >= Capacity)
            {
                s_schemas.Clear();
            }

            s_schemas[key] = schema;
        }

        return schema;
    }
}
