using System.Security.Cryptography;

namespace QmpGen;

/// <summary>The schemas of servers, which all connections of the process share.</summary>
/// <remarks>A version and package do not identify a schema, because programs of other architectures have the same. So
/// each connection fetches the schema, and only reading and comparing it is saved.</remarks>
internal static class SchemaCache
{
    // A fleet has few different builds, each with 0.2 MiB. Beyond the bound, each schema is read again.
    private const int Capacity = 8 * 1024 * 1024;

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<(QmpVersion, UInt128), SchemaGraph> s_schemas = [];
    private static int s_byteCount;

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
            if (s_byteCount > Capacity - json.Length)
            {
                s_schemas.Clear();
                s_byteCount = 0;
            }

            s_schemas[key] = schema;
            s_byteCount += json.Length;
        }

        return schema;
    }
}
