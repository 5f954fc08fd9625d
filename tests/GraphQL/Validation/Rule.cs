using GraphQL.Language;
using GraphQL.TypeSystem;
using GraphQL.Validation;

namespace GraphQL.Tests.Validation;

/// <summary>Documents against one rule and the schema of the specification's examples, with additions.</summary>
internal static class Rule
{
    public static Schema Schema { get; } = SdlSchema.Build(
        """
        directive @onQuery on QUERY
        directive @onMutation on MUTATION
        directive @onSubscription on SUBSCRIPTION
        directive @onField on FIELD
        directive @onFragment on FRAGMENT_DEFINITION
        directive @onSpread on FRAGMENT_SPREAD
        directive @onInline on INLINE_FRAGMENT
        directive @onVariable on VARIABLE_DEFINITION
        directive @again(times: Int) repeatable on FIELD

        type Query {
          dog: Dog
          cat: Cat
          human(id: ID): Human
          pet: Pet
          catOrDog: CatOrDog
          dogOrHuman: DogOrHuman
          humanOrAlien: HumanOrAlien
          arguments: Arguments
          findDog(searchBy: FindDogInput): Dog
          findPet(by: FindPetInput!): Pet
          findPets(by: [FindPetInput!]): Pet
          booleanList(booleanListArg: [Boolean!]): Boolean
          invention: Url
          someBox: SomeBox
        }

        type Mutation {
          mutateDog(id: ID!): ID
        }

        type Subscription {
          newMessage: Message
          disallowedSecondRootField: Boolean
        }

        type Message { body: String sender: String }

        scalar Url

        enum DogCommand { SIT DOWN HEEL }
        enum CatCommand { JUMP }

        interface Being { name(surname: Boolean): String }
        interface Sentient { name(surname: Boolean): String }
        interface Canine { name(surname: Boolean): String }
        interface Pet implements Being { name(surname: Boolean): String }

        type Dog implements Pet & Being & Canine {
          name(surname: Boolean): String
          nickname: String
          barkVolume: Int
          barks: Boolean
          doesKnowCommand(dogCommand: DogCommand!, nextDogCommand: DogCommand): Boolean!
          isHouseTrained(atOtherHomes: Boolean = true): Boolean!
          isAtLocation(x: Int, y: Int): Boolean
          owner: Human
        }

        type Cat implements Pet & Being {
          name(surname: Boolean): String
          nickname: String
          meows: Boolean
          meowVolume: Int
          doesKnowCommand(catCommand: CatCommand!): Boolean!
        }

        type Alien implements Sentient {
          name(surname: Boolean): String
          homePlanet: String
          numEyes: Int
        }

        type Human implements Sentient & Being {
          name(surname: Boolean): String
          pets: [Pet!]
          relatives: [Human]
          iq: Int
        }

        union CatOrDog = Cat | Dog
        union DogOrHuman = Dog | Human
        union HumanOrAlien = Human | Alien

        input FindDogInput { name: String owner: String age: Int! = 3 }
        input FindPetInput @oneOf { cat: CatInput dog: DogInput name: String }
        input CatInput { name: String! nickname: String meowVolume: Int }
        input DogInput { name: String! nickname: String barkVolume: Int tags: [String!] cats: [CatInput] }

        type Arguments {
          multipleRequirements(x: Int!, y: Int!): Int!
          booleanArgField(booleanArg: Boolean): Boolean
          floatArgField(floatArg: Float): Float
          intArgField(intArg: Int): Int
          stringArgField(stringArg: String): String
          idArgField(idArg: ID): ID
          urlArgField(urlArg: Url): Url
          dogCommandArgField(dogCommand: DogCommand): Boolean
          nonNullBooleanArgField(nonNullBooleanArg: Boolean!): Boolean!
          booleanListArgField(booleanListArg: [Boolean]!): [Boolean]
          stringListArgField(stringListArg: [String]): String
          nonNullStringListField(nonNullStringList: [String!]): String
          intMatrixArgField(matrix: [[Int]]): Int
          optionalNonNullBooleanArgField(optionalBooleanArg: Boolean! = false): Boolean!
          dogArgField(dog: DogInput): Boolean
        }

        interface SomeBox { deepBox: SomeBox unrelatedField: String }
        type StringBox implements SomeBox { scalar: String deepBox: StringBox unrelatedField: String listStringBox: [StringBox] stringBox: StringBox intBox: IntBox }
        type IntBox implements SomeBox { scalar: Int deepBox: IntBox unrelatedField: String listStringBox: [StringBox] stringBox: StringBox intBox: IntBox }
        interface NonNullStringBox1 { scalar: String! }
        type NonNullStringBox1Impl implements SomeBox & NonNullStringBox1 { scalar: String! unrelatedField: String deepBox: SomeBox }
        """);

    public static void Accepts<TRule>(string document)
        where TRule : ValidationRule, new() =>
        Messages<TRule>(document).ShouldBeEmpty();

    public static void Refuses<TRule>(string document, params string[] messages)
        where TRule : ValidationRule, new() =>
        Messages<TRule>(document).ShouldBe(messages);

    public static IReadOnlyList<GraphQLError> Errors<TRule>(string document, ValidationOptions? options = null)
        where TRule : ValidationRule, new() =>
        DocumentValidator.Validate(Schema, GraphQLParser.Parse(document, ParserOptions.Trusted), options ?? ValidationOptions.Default, [new TRule()]);

    private static string[] Messages<TRule>(string document)
        where TRule : ValidationRule, new() =>
        [.. Errors<TRule>(document).Select(error => error.Message)];
}
